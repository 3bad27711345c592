import type { HeaderPairs } from '../../../shared/http/header-pairs.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { visibleText } from '../../ui/visible-text.ts'

interface ShownRequest {
  readonly method: string | null
  readonly target: string | null
  readonly headers: HeaderPairs
  /** Its beginning. */
  readonly body: Uint8Array
  readonly isCut: boolean
}

/** A request to read, as far as it is shown; what would hide or reorder anything is spelled out. */
export function requestText({ method, target, headers, body, isCut }: ShownRequest): string {
  const lines = [
    ...(method === null ? [] : [`${method} ${headerText(target ?? '')}`]),
    ...headers.map(([name, value]) => `${name}: ${headerText(value)}`),
    '',
    new TextDecoder().decode(body) + (isCut ? '…' : ''),
  ]
  return visibleText(lines.join('\n'), { lines: true })
}
