import { Dialog as Base } from '@base-ui/react/dialog'
import { type KeyboardEvent, type ReactNode, type Ref, useRef } from 'react'
import { classNames } from './class-names.ts'
import { focusAtOnce } from './focus-at-once.ts'

interface PaletteFrameProps {
  readonly label: string
  readonly icon: ReactNode
  readonly value: string
  readonly activeId: string | undefined
  /** Said instead of a list. */
  readonly empty: string | null
  /** Of what is active, below the list. */
  readonly preview?: ReactNode
  readonly placeholder?: string
  readonly children: ReactNode
  onChange(value: string): void
  onKeyDown(event: KeyboardEvent): void
  onClose(): void
}

/** A field over a list of things to choose from; the focus stays in the field. */
export function PaletteFrame(props: PaletteFrameProps) {
  const { label, icon, value, activeId, empty, preview, children, onChange, onKeyDown, onClose } = props
  const field = useRef<HTMLInputElement>(null)
  return (
    <Base.Root open onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Backdrop className="fixed inset-0 z-40 bg-shade" />
        <Base.Popup
          ref={focusAtOnce}
          aria-label={label}
          initialFocus={field}
          className="fixed top-[12vh] left-1/2 z-40 flex max-h-[60vh] w-[560px] max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col rounded-xl border border-line-strong bg-panel shadow-lift outline-none"
        >
          <div className="flex h-11 shrink-0 items-center gap-2.5 border-b border-line px-3.5 text-dim [&_svg]:size-4">
            {icon}
            <input
              ref={field}
              role="combobox"
              aria-label={label}
              aria-expanded="true"
              aria-controls="palette-options"
              aria-activedescendant={activeId}
              placeholder={props.placeholder ?? 'What do you want to do?'}
              autoComplete="off"
              spellCheck={false}
              value={value}
              onChange={(event) => onChange(event.target.value)}
              onKeyDown={onKeyDown}
              className="h-full min-w-0 flex-1 bg-transparent text-[14px] text-text outline-none placeholder:text-faint"
            />
          </div>
          {empty !== null && <p className="p-4 text-dim">{empty}</p>}
          <div
            id="palette-options"
            role="listbox"
            aria-label={label}
            className="min-h-0 overflow-y-auto p-1.5 empty:hidden"
          >
            {children}
          </div>
          {preview}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  )
}

interface PaletteOptionProps {
  readonly id: string
  readonly active: boolean
  readonly ref: Ref<HTMLDivElement>
  readonly children: ReactNode
  onPoint(): void
  onClick(): void
}

export function PaletteOption({ id, active, ref, children, onPoint, onClick }: PaletteOptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys.
    <div
      ref={ref}
      id={id}
      role="option"
      tabIndex={-1}
      aria-selected={active}
      onPointerMove={onPoint}
      onClick={onClick}
      className={classNames('flex h-8 cursor-default items-center gap-3 rounded-md px-2.5', active && 'bg-accent-soft')}
    >
      {children}
    </div>
  )
}
