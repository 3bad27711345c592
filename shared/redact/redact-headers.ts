import type { HeaderPairs } from '../http/header-pairs.ts'
import { leafEdits } from './redact-leaf.ts'
import { redactTarget } from './redact-target.ts'
import type { Scan, Where } from './scan.ts'
import { kindOfName } from './secret-name.ts'
import { applyEdits } from './span.ts'

/** Headers whose value is a URL. */
const URLS: ReadonlySet<string> = new Set(['referer', 'location', 'content-location', 'origin'])

/** Names, order and number of headers stay. */
export function redactHeaders(scan: Scan, headers: HeaderPairs, what = 'header'): HeaderPairs {
  return headers.map(([name, value]) => {
    const shown = redactName(scan, name, what)
    return [shown, redactValue(scan, name.toLowerCase(), value, () => `${what} ${shown.slice(0, 60)}`)]
  })
}

/** What is known has to go from names, too; they cannot have brackets. */
function redactName(scan: Scan, name: string, what: string): string {
  const edits = scan.knownEdits(name, scan.known, () => `${what} name`)
  return edits.length === 0 ? name : applyEdits(name, edits).replace(/[[\]]/g, '')
}

function redactValue(scan: Scan, name: string, value: string, where: Where): string {
  if (URLS.has(name)) return redactTarget(scan, value, `header ${name}, `)
  const kind = kindOfName(name, 'header')
  const named =
    name === 'set-cookie'
      ? scan.setCookieEdits(value, where)
      : kind === null
        ? null
        : scan.namedEdits(kind, value, where)
  return applyEdits(value, named ?? leafEdits(scan, value, where))
}
