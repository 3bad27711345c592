import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'
import { IconButton } from './icon-button.tsx'

interface SidebarSectionProps {
  readonly title: string
  /** What the button beside the title adds. */
  readonly addLabel?: string
  onAdd?(): void
  readonly children: ReactNode
}

export function SidebarSection({ title, addLabel, onAdd, children }: SidebarSectionProps) {
  return (
    <section aria-label={title} className="flex flex-col gap-0.5">
      <header className="flex h-7 items-center justify-between pl-2">
        <h2 className="text-tiny font-semibold tracking-[0.6px] text-faint uppercase">{title}</h2>
        {addLabel && onAdd && <IconButton label={addLabel} icon={<Plus />} className="size-6" onClick={onAdd} />}
      </header>
      {children}
    </section>
  )
}

interface SidebarItemProps {
  readonly icon?: ReactNode
  readonly label: string
  readonly title?: string
  /** What the icon means, for screen readers. */
  readonly note?: string
  readonly count?: string | undefined
  readonly current?: boolean
  /** Buttons that show when it is pointed at or has the focus. */
  readonly actions?: ReactNode
  onClick(): void
}

export function SidebarItem({ icon, label, title, note, count, current = false, actions, onClick }: SidebarItemProps) {
  return (
    <div
      className={classNames(
        'group/item flex h-7 items-center rounded-md',
        current ? 'bg-accent-soft' : 'hover:bg-raised has-data-popup-open:bg-raised',
      )}
    >
      <button
        type="button"
        title={title}
        aria-current={current ? 'true' : undefined}
        onClick={onClick}
        className="flex h-full min-w-0 flex-1 items-center gap-2 rounded-md px-2 text-left -outline-offset-2"
      >
        {icon && <span className="inline-flex w-3.5 shrink-0 justify-center text-dim [&_svg]:size-3.5">{icon}</span>}
        <span className="min-w-0 flex-1 truncate">{label}</span>
        {count !== undefined && (
          <span
            className={classNames(
              'text-small text-dim tabular-nums',
              actions !== undefined &&
                'group-focus-within/item:hidden group-hover/item:hidden group-has-data-popup-open/item:hidden',
            )}
          >
            {count}
          </span>
        )}
        {note !== undefined && <span className="sr-only">{note}</span>}
      </button>
      {actions && (
        <span className="flex w-0 shrink-0 overflow-hidden group-focus-within/item:w-auto group-focus-within/item:overflow-visible group-hover/item:w-auto group-hover/item:overflow-visible group-has-data-popup-open/item:w-auto">
          {actions}
        </span>
      )}
    </div>
  )
}
