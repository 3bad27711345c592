import type { FidelityChange, FidelityResult } from '../../../../shared/tunnel/fidelity.ts'
import type { KnownRequest } from './known-request.ts'
import type { KnownOutcome } from './send-known-request.ts'
import { type Arrived, shown, type Trial } from './trial.ts'

/** What became of a trial, from what became of its requests. */
export function judgeTrial(
  trial: Trial,
  requests: ReadonlyArray<KnownRequest>,
  outcomes: ReadonlyArray<KnownOutcome>,
): FidelityResult {
  const ms = Math.max(...outcomes.map((outcome) => outcome.ms))
  const refused = outcomes.filter((outcome) => outcome.kind === 'refused')
  const [first] = refused
  if (first !== undefined) {
    const count = outcomes.length === 1 ? '' : `${refused.length} of ${outcomes.length} did not arrive. `
    return { kind: 'refused', status: first.status, how: `${count}${first.how}`, ms }
  }
  const findings = outcomes.flatMap((outcome, index) => {
    const request = requests[index]
    return outcome.kind === 'refused' || request === undefined ? [] : findingsOf(trial, outcome, request)
  })
  const changes = findings.flatMap((finding) => finding.changes)
  const sentences = [...new Set(findings.map(({ how }) => how))].join(' ')
  if (changes.length > 0) return { kind: 'changed', how: sentences, changes, ms }
  return { kind: 'kept', note: sentences === '' ? null : sentences, ms }
}

interface FoundChanges {
  readonly how: string
  readonly changes: ReadonlyArray<FidelityChange>
}

function findingsOf(trial: Trial, arrived: Arrived, request: KnownRequest): FoundChanges[] {
  const { arrival, bodyDifference, answeredInstead } = arrived
  const findings: FoundChanges[] = []
  if (arrival.method !== request.method) {
    const method = shown(arrival.method)
    findings.push({
      how: `It arrives as ${method}.`,
      changes: [{ what: 'method', sent: request.method, arrived: method }],
    })
  }
  if (bodyDifference !== null) {
    findings.push({
      how: `Its body arrives changed: ${bodyDifference}.`,
      changes: [{ what: 'body', sent: 'the bytes as they are', arrived: bodyDifference }],
    })
  }
  const own = trial.judge(arrived, request)
  if (own !== null) findings.push(own)
  if (answeredInstead !== null) {
    findings.push({
      how: `It arrives, but the answer does not come back. ${answeredInstead}`,
      changes: [{ what: 'answer', sent: '204 with the mark of this request', arrived: shown(answeredInstead) }],
    })
  }
  return findings
}
