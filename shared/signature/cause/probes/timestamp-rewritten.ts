import type { Probe } from '../probe.ts'

/** A timestamp that was signed in seconds and sent in milliseconds, or the reverse. */
export const timestampRewritten: Probe = {
  about: 'the timestamp signed in another unit',
  applies: ({ schemes }) => schemes.some((scheme) => 'timestamp' in scheme && scheme.timestamp !== undefined),
  *hypotheses({ schemes, request }) {
    const names = schemes.flatMap((scheme) =>
      'timestamp' in scheme
        ? (scheme.timestamp?.from ?? []).flatMap((source) => (source.in === 'header' ? [source.name] : []))
        : [],
    )
    const wanted = new Set(names.map((name) => name.toLowerCase()))
    for (const [index, [name, value]] of request.headers.entries()) {
      if (!wanted.has(name.toLowerCase())) continue
      for (const text of inOtherUnits(value.trim())) {
        yield {
          changes: { headers: request.headers.with(index, [name, text]) },
          causes: [
            () => ({
              code: 'timestamp-rewritten',
              certainty: 'proven',
              sentence: `The timestamp that was signed is ${text}, and the header ${name} was sent with another spelling of it.`,
              evidence: [`With ${text} in ${name}, the signature is right.`],
              nextStep: 'Let the sender put the very text that it signs into the header.',
            }),
          ],
        }
      }
    }
  },
}

function* inOtherUnits(text: string): Iterable<string> {
  if (/^\d{13}$/.test(text)) yield text.slice(0, 10)
  if (/^\d{10}$/.test(text)) yield `${text}000`
  if (/^\d{10}\.\d+$/.test(text)) yield text.slice(0, 10)
  const parsed = /^\d{4}-\d{2}-\d{2}T/.test(text) ? Date.parse(text) : Number.NaN
  if (Number.isNaN(parsed)) return
  yield String(Math.floor(parsed / 1000))
  yield String(parsed)
}
