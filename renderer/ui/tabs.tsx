import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'
import { formatCount } from './format-count.ts'

interface TabItem<Value extends string> {
  readonly value: Value
  readonly label: string
  /** How many things are behind it. */
  readonly count?: number | undefined
  readonly content: ReactNode
}

interface TabsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly items: ReadonlyArray<TabItem<Value>>
  onChange(value: Value): void
}

/** Tabs that fill the place they are given; only the panel of the chosen one is there. */
export function Tabs<Value extends string>({ label, value, items, onChange }: TabsProps<Value>) {
  return (
    <Base.Root
      value={value}
      onValueChange={(next: Value) => onChange(next)}
      className="flex min-h-0 min-w-0 flex-1 flex-col"
    >
      <Base.List
        aria-label={label}
        activateOnFocus
        // Positioned, since Base UI measures where a tab lies from the nearest such box when it scrolls to it.
        className="relative flex shrink-0 gap-0.5 overflow-x-auto border-b border-line px-2 [scrollbar-width:none]"
      >
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="-mb-px flex shrink-0 items-baseline gap-1 border-b-2 border-transparent px-2 py-2 whitespace-nowrap text-dim -outline-offset-2 transition-colors hover:text-text data-active:border-accent data-active:text-text"
          >
            {item.label}
            {item.count !== undefined && item.count > 0 && (
              <span className="text-tiny text-dim tabular-nums">{formatCount(item.count)}</span>
            )}
          </Base.Tab>
        ))}
      </Base.List>
      {items.map((item) => (
        <Base.Panel
          key={item.value}
          value={item.value}
          className="flex min-h-0 min-w-0 flex-1 flex-col -outline-offset-2"
        >
          {item.content}
        </Base.Panel>
      ))}
    </Base.Root>
  )
}
