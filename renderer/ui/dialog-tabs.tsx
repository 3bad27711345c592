import { Tabs as Base } from '@base-ui/react/tabs'
import type { ReactNode } from 'react'

interface DialogTabsProps {
  readonly label: string
  readonly items: ReadonlyArray<DialogTab>
  /** The one shown first; left out: the first. */
  readonly initial?: string | undefined
}

interface DialogTab {
  readonly value: string
  readonly label: string
  readonly content: ReactNode
  /** Made anew each time it is shown: it holds nothing typed. */
  readonly fresh?: boolean
}

/** Tabs inside a dialog. Panels stay, so that nothing typed is lost, and none is so low that the dialog jumps much. */
export function DialogTabs({ label, items, initial }: DialogTabsProps) {
  return (
    <Base.Root defaultValue={initial ?? items[0]?.value} className="flex flex-col">
      <Base.List aria-label={label} activateOnFocus className="mb-3 flex gap-0.5 border-b border-line">
        {items.map((item) => (
          <Base.Tab
            key={item.value}
            value={item.value}
            className="-mb-px border-b-2 border-transparent px-2.5 pb-1.5 whitespace-nowrap text-dim transition-colors hover:text-text data-active:border-accent data-active:text-text"
          >
            {item.label}
          </Base.Tab>
        ))}
      </Base.List>
      <div className="min-h-[360px]">
        {items.map((item) => (
          <Base.Panel
            key={item.value}
            value={item.value}
            keepMounted={!item.fresh}
            className="min-w-0 outline-offset-4"
          >
            {item.content}
          </Base.Panel>
        ))}
      </div>
    </Base.Root>
  )
}
