import { parseQuery } from '../../../shared/http/query.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PairTable } from '../../ui/pair-table.tsx'
import { Spelled } from '../body/form-view.tsx'

/** The query of a raw target, pair by pair in order; decoded, and as it was spelled where that differs. */
export function QueryTab({ target }: { readonly target: string | null }) {
  const pairs = parseQuery(target ?? '')
  if (pairs.length === 0) return <EmptyState title="No query">The target has nothing after a question mark.</EmptyState>
  return (
    <div data-scroller="" className="min-h-0 flex-1 overflow-auto">
      <PairTable
        label="Query"
        rows={pairs.map((pair, index) => ({
          key: String(index),
          name: pair.name,
          value: pair.value ?? <span className="text-faint">no value</span>,
          ...(pair.rawValue !== pair.value || pair.rawName !== pair.name
            ? { note: <Spelled raw={pair.rawValue === null ? pair.rawName : `${pair.rawName}=${pair.rawValue}`} /> }
            : {}),
          action: <CopyButton text={pair.value ?? ''} what="Value" />,
        }))}
      />
    </div>
  )
}
