import type { ReactNode } from 'react'

/** Actions that lie over the foot of a pane. */
export function FloatingBar({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div
      role="toolbar"
      aria-label={label}
      className="absolute bottom-3 left-1/2 z-20 flex w-max max-w-[calc(100%-16px)] -translate-x-1/2 flex-wrap items-center gap-0.5 rounded-lg border border-line-strong bg-panel p-1 pl-2 shadow-lift [&>button]:px-1.5"
    >
      {children}
    </div>
  )
}
