import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A pane, or one that covers the pane that it is in. */
export function PaneOverlay({ over, children }: { readonly over: boolean; readonly children: ReactNode }) {
  return (
    <div className={classNames('flex min-w-0 flex-col bg-panel', over ? 'absolute inset-0 z-20' : 'h-full')}>
      {children}
    </div>
  )
}
