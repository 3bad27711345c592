import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'aria-label' | 'title'> {
  /** What it does: its name, and its tooltip. */
  readonly label: string
  readonly icon: ReactNode
  readonly shortcut?: string
  readonly pressed?: boolean
  /** Off where the icon says it all, and a tooltip would take the first Esc. */
  readonly tooltip?: boolean
}

export function IconButton({ label, icon, shortcut, pressed, tooltip = true, className, ...rest }: IconButtonProps) {
  const button = (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      className={classNames(
        'inline-flex size-7 shrink-0 items-center justify-center rounded-md text-dim transition-colors hover:bg-raised hover:text-text [&_svg]:size-4',
        'disabled:pointer-events-none disabled:opacity-50 aria-pressed:text-accent data-popup-open:bg-raised data-popup-open:text-text',
        className,
      )}
      {...rest}
    >
      {icon}
    </button>
  )
  if (!tooltip) return button
  return (
    <Tooltip text={label} shortcut={shortcut}>
      {button}
    </Tooltip>
  )
}
