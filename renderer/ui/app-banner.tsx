import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'

const TONES = {
  info: 'bg-accent-soft [&>svg]:text-accent',
  warn: 'bg-warn-soft [&>svg]:text-warn',
  bad: 'bg-bad-soft [&>svg]:text-bad',
} as const

interface AppBannerProps {
  readonly tone: keyof typeof TONES
  readonly icon: ReactNode
  readonly children: ReactNode
  /** Buttons: what to do about it. */
  readonly actions?: ReactNode
  onDismiss?(): void
}

/** A line across the screen about the whole of it, read out as it comes. */
export function AppBanner({ tone, icon, children, actions, onDismiss }: AppBannerProps) {
  return (
    <div
      role={tone === 'info' ? 'status' : 'alert'}
      className={classNames(
        'flex min-h-9 shrink-0 items-center gap-2.5 border-b border-line py-1 pr-2 pl-3.5 [&>svg]:size-4 [&>svg]:shrink-0',
        TONES[tone],
      )}
    >
      {icon}
      <p className="min-w-0 flex-1 break-words">{children}</p>
      {actions}
      {onDismiss && <IconButton label="Dismiss" icon={<X />} onClick={onDismiss} />}
    </div>
  )
}
