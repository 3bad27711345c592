import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { ShortcutHint } from './kbd.tsx'

const LOOKS = {
  plain: 'border-line-strong bg-raised text-text hover:border-control',
  primary: 'border-solid bg-solid text-white font-medium hover:bg-solid-hover hover:border-solid-hover',
  danger: 'border-solid-bad bg-solid-bad text-white font-medium hover:brightness-110',
  quiet: 'border-transparent bg-transparent text-dim hover:bg-raised hover:text-text',
} as const

interface ButtonProps extends ComponentProps<'button'> {
  readonly look?: keyof typeof LOOKS
  readonly icon?: ReactNode
  /** The key that does the same, shown beside the label. */
  readonly shortcut?: string
}

export function Button({ look = 'plain', icon, shortcut, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      className={classNames(
        'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-[7px] border px-2.5 text-[12.5px] whitespace-nowrap transition-colors select-none',
        'disabled:pointer-events-none disabled:opacity-50 [&_svg]:size-3.5',
        LOOKS[look],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
      {shortcut && <ShortcutHint shortcut={shortcut} />}
    </button>
  )
}
