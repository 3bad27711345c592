import { REDACTION_KINDS, type RedactionKind } from '../../../shared/redact/redaction-kind.ts'
import type { RedactionReport } from '../../../shared/redact/redaction-report.ts'
import { formatCount } from '../../ui/format-count.ts'
import { visibleText } from '../../ui/visible-text.ts'

/** What was taken out: how often, and where. */
export function RedactionSummary({ report }: { readonly report: RedactionReport }) {
  const { counts, places, notes } = report
  return (
    <div className="flex flex-col gap-1 text-small">
      {counts.length === 0 && notes.length === 0 && <p className="text-dim">Nothing was found that had to go.</p>}
      <ul aria-label="What was taken out" className="flex flex-wrap gap-1.5 empty:hidden">
        {counts.map(({ kind, count }) => (
          <li
            key={kind}
            title={placesOf(kind, places)}
            className="inline-flex items-center gap-1.5 rounded-md border border-line-strong bg-raised px-1.5 py-0.5"
          >
            {kindLabel(kind)} <span className="text-dim">{formatCount(count)}</span>
          </li>
        ))}
      </ul>
      {notes.map(({ text, count }) => (
        <p key={text} className="text-dim">
          {text}
          {count > 1 && ` (${formatCount(count)} times)`}
        </p>
      ))}
    </div>
  )
}

function kindLabel(kind: RedactionKind): string {
  return REDACTION_KINDS.find((fact) => fact.kind === kind)?.label ?? 'Own patterns'
}

function placesOf(kind: RedactionKind, places: RedactionReport['places']): string {
  const found = places.filter((place) => place.kind === kind)
  const shown = found.slice(0, 8).map(({ where, count }) => visibleText(count > 1 ? `${where} (${count})` : where))
  return [...shown, ...(found.length > shown.length ? ['…'] : [])].join('\n')
}
