import { AppError } from '../../../shared/contract/errors.ts'
import type { ExportedCapture, ExportedEndpoint } from '../../../shared/export/exported-capture.ts'
import type { ImportItem } from '../../../shared/import/import-item.ts'
import type { IdFate } from './import-collisions.ts'
import type { EndpointTally, ImportTally, Said } from './import-messages.ts'

/** Of what is wrong, or was left out, as many are told. */
const MOST_SAID = 20
/** The sidebar lists them all, and they stay when an import is undone. */
const MOST_ENDPOINTS = 1000

export function newTally(): ImportTally {
  return {
    share: 0,
    captures: 0,
    deliveries: 0,
    bodyBytes: 0,
    already: 0,
    renamed: 0,
    endpoints: new Map(),
    settings: new Map(),
    problems: [],
    problemCount: 0,
    nextSteps: [],
    remarks: [],
    remarked: new Map(),
  }
}

export function tallyCapture(tally: ImportTally, capture: ExportedCapture, slug: string, fate: IdFate): void {
  const size = capture.body.length
  tally.captures++
  if (fate === 'same') {
    tally.already++
    return
  }
  if (fate === 'taken') tally.renamed++
  tally.bodyBytes += size
  const endpoint = tally.endpoints.get(slug) ?? nothingYet()
  setAmongFew(tally.endpoints, slug, endpoint)
  endpoint.captures++
  endpoint.bytes += size
  if (capture.pinned) {
    endpoint.pinned++
    endpoint.pinnedBytes += size
    return
  }
  endpoint.oldest = Math.min(endpoint.oldest, capture.receivedAt)
  if (capture.state !== 'malformed') return
  endpoint.malformed++
  endpoint.malformedBytes += size
}

export function tallySettings(tally: ImportTally, endpoint: ExportedEndpoint): void {
  setAmongFew(tally.settings, endpoint.slug, endpoint)
}

function setAmongFew<Value>(map: Map<string, Value>, slug: string, value: Value): void {
  map.set(slug, value)
  if (map.size <= MOST_ENDPOINTS) return
  throw new AppError(
    'invalid-input',
    `The file has more than ${MOST_ENDPOINTS.toLocaleString('en')} endpoints. Choose one that all of it goes to, or import it in pieces.`,
  )
}

export function tallySaid(tally: ImportTally, item: Extract<ImportItem, { kind: 'problem' | 'remark' }>): void {
  const { where, message } = item
  if (item.kind === 'remark') {
    tallyRemark(tally, { where, message })
    return
  }
  tally.problemCount++
  if (tally.problems.length >= MOST_SAID) return
  tally.problems.push({ where, message })
  if (item.next !== undefined && !tally.nextSteps.includes(item.next)) tally.nextSteps.push(item.next)
}

/** What is so of hundreds of entries is said once, so that it leaves room for what else there is to say. */
function tallyRemark({ remarks, remarked }: ImportTally, { where, message }: Said): void {
  const before = remarked.get(message)
  if (before !== undefined) {
    before.times++
    const place = remarks.findIndex((remark) => remark.message === message)
    remarks[place] = { where: `${before.where} and ${before.times} more`, message }
  } else if (remarks.length < MOST_SAID) {
    remarked.set(message, { where, times: 0 })
    remarks.push({ where, message })
  }
}

function nothingYet(): EndpointTally {
  return {
    captures: 0,
    bytes: 0,
    malformed: 0,
    malformedBytes: 0,
    pinned: 0,
    pinnedBytes: 0,
    oldest: Number.POSITIVE_INFINITY,
  }
}
