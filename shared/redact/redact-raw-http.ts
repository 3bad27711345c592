import { pushAll } from './push-all.ts'
import { headerEdits } from './redact-headers.ts'
import { leafEdits } from './redact-leaf.ts'
import { targetEdits } from './redact-target.ts'
import type { Scan, Where } from './scan.ts'
import { type Edit, movedEdits } from './span.ts'

const REQUEST_LINE = /^([!-~]{1,40} )([^ \r\n]*)(?: HTTP\/\d[^\r\n]*)?(?:\r?\n|$)/
const HEADER_LINE = /^([!#$%&'*+.^_`|~\w-]{1,256}[ \t]*:[ \t]*)([^\r\n]*)/

/** Whether a text begins as a request does: of one that no parser took, only its bytes are kept. */
export function mayBeRawHttp(text: string): boolean {
  const start = text.slice(0, 70_000)
  return / HTTP\/\d/.test(/^[!-~]{1,40} [^\r\n]*/.exec(start)?.[0] ?? '')
}

/** Edits of a request as HTTP/1 writes it. */
export function rawHttpEdits(scan: Scan, text: string, where: Where): Edit[] {
  const edits: Edit[] = []
  const add = (some: ReadonlyArray<Edit>, by: number) => pushAll(edits, movedEdits(some, by))
  const [requestLine = '', method = '', target = ''] = REQUEST_LINE.exec(text) ?? []
  add(targetEdits(scan, target), method.length)
  let at = requestLine.length
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at)
    const next = lineEnd === -1 ? text.length : lineEnd + 1
    const line = text.slice(at, next)
    if (/^\r?\n$/.test(line)) {
      add(leafEdits(scan, text.slice(next), where), next)
      break
    }
    const [, name, value = ''] = HEADER_LINE.exec(line) ?? []
    if (name === undefined) add(scan.textEdits(line, where), at)
    else {
      const plain = name.replace(/[ \t]*:[ \t]*$/, '')
      add(
        headerEdits(scan, plain, value, () => `header ${plain.slice(0, 60)}`),
        at + name.length,
      )
    }
    at = next
  }
  return edits
}
