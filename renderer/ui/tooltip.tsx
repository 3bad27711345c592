import { Tooltip as Base } from '@base-ui/react/tooltip'
import type { ReactElement } from 'react'
import { ShortcutHint } from './kbd.tsx'

interface TooltipProps {
  readonly text: string
  readonly shortcut?: string | undefined
  readonly children: ReactElement<Record<string, unknown>>
}

/** Says what a control does. Never the only place that says it: the control has a name of its own. */
export function Tooltip({ text, shortcut, children }: TooltipProps) {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner sideOffset={6} className="z-50">
          <Base.Popup className="flex max-w-80 items-center gap-2 rounded-md border border-line-strong bg-panel px-2 py-1 text-small text-text shadow-lift transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0">
            {text}
            {shortcut && <ShortcutHint shortcut={shortcut} />}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

/** Around the app: after the first tooltip, the next ones come at once. */
export function TooltipProvider({ children }: { readonly children: ReactElement }) {
  return <Base.Provider delay={500}>{children}</Base.Provider>
}
