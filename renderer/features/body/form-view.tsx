import { prettyJson } from '../../../shared/body/json-pretty.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PairTable } from '../../ui/pair-table.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import type { OpenBody } from './open-body.ts'
import { useBodyAnswer } from './use-body-answer.ts'

const SHOWN_FIELDS = 2000
const LONGEST_INDENTED = 100_000

/** The fields of a form, in order, decoded; as they were spelled where that differs. */
export function FormView({ body }: { readonly body: OpenBody }) {
  const answer = useBodyAnswer(body, 'form', { limit: SHOWN_FIELDS + 1 })
  if (answer.kind !== 'answered') return <Spinner />
  if (answer.value.length === 0)
    return <EmptyState title="This form has no fields">The raw view shows what came.</EmptyState>
  return (
    <div data-scroller="" className="min-h-0 flex-1 overflow-auto">
      <PairTable
        label="Form fields"
        rows={answer.value.slice(0, SHOWN_FIELDS).map((field, index) => ({
          key: String(index),
          name: field.name,
          value: field.value === null ? <span className="text-faint">no value</span> : indented(field.value),
          ...(field.rawValue !== null && field.rawValue !== field.value
            ? { note: <Spelled raw={field.rawValue} /> }
            : {}),
          action: <CopyButton text={field.value ?? ''} what="Value" />,
        }))}
      />
      {answer.value.length > SHOWN_FIELDS && (
        <p className="p-4 text-small text-dim">The first {SHOWN_FIELDS} fields are shown. The raw view has them all.</p>
      )}
    </div>
  )
}

/** Slack and others put JSON into a field. */
function indented(value: string): string {
  if (!/^\s*[{[]/.test(value) || value.length > LONGEST_INDENTED) return value
  const result = prettyJson(value, { longest: 4 * LONGEST_INDENTED })
  return result.kind === 'pretty' ? result.text : value
}

/** The spelling that a decoded value came in. */
export function Spelled({ raw }: { readonly raw: string }) {
  return (
    <>
      as sent{' '}
      <code className="font-mono break-all text-faint">
        {visibleText(raw.length > 400 ? `${raw.slice(0, 400)}…` : raw)}
      </code>
    </>
  )
}
