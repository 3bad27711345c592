import type { HeaderPairs } from '../http/header-pairs.ts'
import { leafEdits } from './redact-leaf.ts'
import { targetEdits } from './redact-target.ts'
import type { Scan, Where } from './scan.ts'
import { kindOfName } from './secret-name.ts'
import { applyEdits, type Edit } from './span.ts'

/** Headers whose value is a URL. */
const URLS: ReadonlySet<string> = new Set(['referer', 'location', 'content-location', 'origin'])

/** Names, order and number of headers stay. */
export function redactHeaders(scan: Scan, headers: HeaderPairs, what = 'header'): HeaderPairs {
  return headers.map(([name, value]) => {
    const shown = redactName(scan, name, what)
    return [
      shown,
      applyEdits(
        value,
        headerEdits(scan, name, value, () => `${what} ${shown.slice(0, 60)}`),
      ),
    ]
  })
}

/** What is known has to go from names, too; they cannot have brackets. */
function redactName(scan: Scan, name: string, what: string): string {
  const edits = scan.knownEdits(name, scan.known, () => `${what} name`)
  return edits.length === 0 ? name : applyEdits(name, edits).replace(/[[\]]/g, '')
}

/** Edits of a header's value. */
export function headerEdits(scan: Scan, rawName: string, value: string, where: Where): ReadonlyArray<Edit> {
  const name = rawName.toLowerCase()
  if (URLS.has(name)) return targetEdits(scan, value, `header ${rawName}, `)
  const kind = kindOfName(rawName, 'header')
  const named =
    name === 'set-cookie'
      ? scan.setCookieEdits(value, where)
      : kind === null
        ? null
        : scan.namedEdits(kind, value, where)
  return named ?? leafEdits(scan, value, where)
}
