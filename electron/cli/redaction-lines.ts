import { REDACTION_KINDS } from '../../shared/redact/redaction-kind.ts'
import type { RedactionReport } from '../../shared/redact/redaction-report.ts'

/** What was taken out, for a terminal: one line of counts, and what else is to be known. */
export function redactionLines({ counts, notes }: RedactionReport): string[] {
  const label = (kind: string) => REDACTION_KINDS.find((fact) => fact.kind === kind)?.label ?? 'Own patterns'
  const found = counts.map(({ kind, count }) => `${label(kind).toLowerCase()} ${count}`).join(', ')
  return [
    found === '' ? 'Redacted: nothing was found.' : `Redacted: ${found}.`,
    ...notes.map(({ text, count }) => (count === 1 ? text : `${text} (${count} times)`)),
  ]
}
