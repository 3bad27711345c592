import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** On while something is followed live. */
export function LiveButton({
  pressed,
  held,
  onClick,
  children,
}: {
  readonly pressed: boolean
  /** Stands still for now, whoever asked for it. */
  readonly held: boolean
  onClick(): void
  readonly children: ReactNode
}) {
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={onClick}
      className={classNames(
        // As wide as its longest word, so that the filter beside it does not move.
        'inline-flex h-7 w-[62px] shrink-0 items-center justify-center gap-1.5 rounded-md text-small font-medium hover:bg-raised [&_svg]:size-3',
        held ? 'text-dim' : 'text-ok',
      )}
    >
      {children}
    </button>
  )
}
