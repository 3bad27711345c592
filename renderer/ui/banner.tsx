import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

const TONES = {
  plain: 'bg-raised text-dim',
  warn: 'bg-warn-soft text-warn',
  bad: 'bg-bad-soft text-bad',
} as const

interface BannerProps {
  readonly tone?: keyof typeof TONES
  readonly icon?: ReactNode
  readonly action?: ReactNode
  readonly children: ReactNode
}

/** One sentence across a pane: something about what is shown below it. */
export function Banner({ tone = 'plain', icon, action, children }: BannerProps) {
  return (
    <div
      className={classNames(
        'flex shrink-0 items-center gap-2 border-b border-line px-4 py-1.5 text-small [&>svg]:size-3.5 [&>svg]:shrink-0',
        TONES[tone],
      )}
    >
      {icon}
      <p className="min-w-0 flex-1 break-words">{children}</p>
      {action}
    </div>
  )
}
