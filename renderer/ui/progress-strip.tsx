import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface ProgressStripProps {
  readonly bar?: ReactNode
  readonly action: ReactNode
  /** Unseen for a moment, since most of what it tells of is over by then. */
  readonly late?: boolean
  readonly children: ReactNode
}

/** At the foot of a list: how long work on it goes, and what can be done about it. */
export function ProgressStrip({ bar, action, late = false, children }: ProgressStripProps) {
  return (
    <div
      role="status"
      className={classNames(
        'flex h-9 shrink-0 items-center gap-3 border-t border-line bg-panel px-3 text-small text-dim',
        late && 'invisible [animation:appear-late_0s_300ms_forwards]',
      )}
    >
      <span className="min-w-0 flex-1 truncate tabular-nums">{children}</span>
      {bar && <span className="w-24 shrink-0">{bar}</span>}
      {action}
    </div>
  )
}
