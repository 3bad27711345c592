import type { SentChange } from '../../../shared/delivery/delivery.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'

const TONES: Record<SentChange['kind'], Tone> = { added: 'ok', removed: 'bad', replaced: 'warn' }

/** Everything that sending changed, and why. */
export function ChangesList({ changes }: { readonly changes: readonly SentChange[] }) {
  if (changes.length === 0) {
    return (
      <EmptyState title="Nothing was changed">
        Every header was sent as it stood, and the body byte for byte.
      </EmptyState>
    )
  }
  return (
    <ul aria-label="Changes made by sending" className="flex min-h-0 flex-1 flex-col overflow-auto">
      {changes.map((change, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: changes may repeat, and never move.
        <li key={index} className="flex items-baseline gap-3 border-b border-line/60 px-4 py-2">
          <span className="w-16 shrink-0">
            <Badge tone={TONES[change.kind]}>{change.kind}</Badge>
          </span>
          <div className="min-w-0 flex-1">
            <p className="font-mono text-small break-words">
              <span className="text-code-key">
                <CapturedText text={headerText(change.header)} />
              </span>
              {change.from !== null && (
                <del className="ml-2 text-dim line-through decoration-bad/70">
                  <CapturedText text={headerText(change.from)} />
                </del>
              )}
              {change.to !== null && (
                <ins className="ml-2 no-underline">
                  <CapturedText text={headerText(change.to)} />
                </ins>
              )}
            </p>
            <p className="text-small text-dim">{change.why}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
