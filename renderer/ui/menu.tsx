import { Menu as Base } from '@base-ui/react/menu'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { ShortcutHint } from './kbd.tsx'

interface MenuEntry {
  readonly label: string
  readonly icon?: ReactNode
  readonly shortcut?: string | undefined
  readonly danger?: boolean
  readonly disabled?: boolean
  run(): void
}

interface MenuProps {
  /** The button that opens it. */
  readonly trigger: ReactElement<Record<string, unknown>>
  /** `'line'` parts groups. */
  readonly entries: ReadonlyArray<MenuEntry | 'line'>
  readonly align?: 'start' | 'end'
}

export function Menu({ trigger, entries, align = 'start' }: MenuProps) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner sideOffset={4} align={align} className="z-50">
          <Base.Popup className="max-h-(--available-height) min-w-44 overflow-y-auto rounded-lg border border-line-strong bg-panel p-1 shadow-lift outline-none transition-opacity data-ending-style:opacity-0">
            {entries.map((entry, index) =>
              entry === 'line' ? (
                // biome-ignore lint/suspicious/noArrayIndexKey: lines have nothing else, and menus do not reorder.
                <Base.Separator key={`line-${index}`} className="mx-1 my-1 h-px bg-line" />
              ) : (
                <Base.Item
                  key={entry.label}
                  disabled={entry.disabled ?? false}
                  onClick={entry.run}
                  className={classNames(
                    'flex items-center gap-2 rounded-md px-2 py-1 outline-none select-none data-disabled:opacity-50 data-highlighted:bg-accent-soft [&_svg]:size-3.5',
                    entry.danger && 'text-bad',
                  )}
                >
                  <span className="inline-flex w-4 justify-center text-dim">{entry.icon}</span>
                  <span className="flex-1">{entry.label}</span>
                  {entry.shortcut && <ShortcutHint shortcut={entry.shortcut} />}
                </Base.Item>
              ),
            )}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
