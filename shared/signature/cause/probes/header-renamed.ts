import type { HeaderPair } from '../../../http/header-pairs.ts'
import type { Scheme } from '../../scheme.ts'
import type { Probe } from '../probe.ts'
import { sourcesOf } from './signature-repair.ts'

/** Headers that a gateway gave other names: `HTTP_X_SIGNATURE`, `X-Forwarded-X-Signature`, `x_signature`. */
export const headerRenamed: Probe = {
  about: 'the signature in a header of a similar name',
  applies: ({ schemes }) => schemes.length > 0,
  *hypotheses({ request, schemes }) {
    const present = new Set(request.headers.map(([name]) => name.toLowerCase()))
    const added: HeaderPair[] = []
    const renamed: string[] = []
    for (const name of new Set(schemes.flatMap(headersOf))) {
      const found = present.has(name.toLowerCase())
        ? undefined
        : request.headers.find(([other]) => similar(name, other))
      if (found === undefined) continue
      added.push([name, found[1]])
      renamed.push(`${found[0]} (should be ${name})`)
    }
    if (added.length === 0) return
    const what = renamed.join(', ')
    yield {
      changes: { headers: [...request.headers, ...added] },
      causes: [
        () => ({
          code: 'signature-header-renamed',
          certainty: 'proven',
          sentence: `Headers were renamed on their way: ${what}.`,
          evidence: ['Read from there, the signature is right.'],
          nextStep: 'Find the gateway that renames headers, and let it pass them as they are.',
        }),
      ],
    }
  },
}

function headersOf(scheme: Scheme): string[] {
  const sources = [...sourcesOf(scheme)]
  if ('timestamp' in scheme) sources.push(...(scheme.timestamp?.from ?? []))
  if ('id' in scheme && scheme.id !== undefined) sources.push(scheme.id)
  return sources.flatMap((source) => (source.in === 'header' ? [source.name] : []))
}

function similar(wanted: string, other: string): boolean {
  const [one, two] = [bare(wanted), bare(other)]
  return one === two || (one.length >= 6 && two.endsWith(one))
}

function bare(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^(?:http|forwarded|original)+/, '')
    .replace(/^x/, '')
}
