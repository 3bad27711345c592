import { Dialog as Base } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { focusAtOnce } from './focus-at-once.ts'
import { IconButton } from './icon-button.tsx'

const WIDTHS = { small: 'w-[420px]', medium: 'w-[560px]', large: 'w-[760px]', wide: 'w-[1080px]' } as const

interface DialogProps {
  readonly title: string
  readonly description?: ReactNode
  readonly open: boolean
  readonly width?: keyof typeof WIDTHS
  /** There is only text in it, which takes the focus so that the keys can scroll it. */
  readonly textOnly?: boolean
  /** Buttons at the foot. */
  readonly actions?: ReactNode
  readonly children?: ReactNode
  onClose(): void
}

/** A modal window. The focus goes in, stays in, and comes back. */
export function Dialog({
  title,
  description,
  open,
  width = 'medium',
  textOnly = false,
  actions,
  children,
  onClose,
}: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-shade transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Base.Popup
          ref={focusAtOnce}
          className={classNames(
            'fixed top-[8vh] left-1/2 z-40 flex max-h-[84vh] max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col rounded-xl border border-line-strong bg-panel shadow-lift outline-none transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0',
            WIDTHS[width],
          )}
        >
          <header className="flex shrink-0 items-start gap-3 border-b border-line py-3 pr-12 pl-4">
            <div className="min-w-0 flex-1">
              <Base.Title className="text-title font-semibold">{title}</Base.Title>
              {description && <Base.Description className="text-small text-dim">{description}</Base.Description>}
            </div>
          </header>
          {children && (
            <div
              className="min-h-0 flex-1 overflow-y-auto p-4 -outline-offset-2"
              {...(textOnly ? { tabIndex: 0, role: 'region', 'aria-label': title } : {})}
            >
              {children}
            </div>
          )}
          {actions && (
            <footer className="flex shrink-0 justify-end gap-2 border-t border-line px-4 py-3">{actions}</footer>
          )}
          {/* Last, so that the focus begins with what the window is about. */}
          <IconButton
            label="Close"
            icon={<X />}
            tooltip={false}
            className="absolute top-2.5 right-2.5"
            onClick={onClose}
          />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}
