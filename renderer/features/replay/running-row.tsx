import { Square } from 'lucide-react'
import { CapturedText } from '../../ui/captured-text.tsx'
import { formatTime } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { cancelReplay } from './replay-actions.ts'
import type { RunningDelivery } from './replay-store.ts'

/** A delivery under way, which can be cancelled. */
export function RunningRow({ running }: { readonly running: RunningDelivery }) {
  return (
    <div className="flex h-[27px] items-center gap-3 pr-3 pl-4 text-small">
      <time className="w-[92px] shrink-0 font-mono text-dim">{formatTime(running.startedAt)}</time>
      <span className="shrink-0 text-accent">sending…</span>
      <code className="min-w-0 flex-1 truncate font-mono text-dim">
        <CapturedText text={running.url} />
      </code>
      <IconButton
        label="Cancel this delivery"
        icon={<Square />}
        className="size-6 [&_svg]:size-3"
        onClick={() => void cancelReplay(running.id)}
      />
    </div>
  )
}
