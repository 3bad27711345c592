import type { ReactNode } from 'react'

/** Beside what it belongs to, or above it where there is little room; its container decides (`@container`). */
export function SidePane({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <section
      aria-label={label}
      className="flex max-h-2/5 min-h-24 shrink-0 flex-col border-b border-line bg-panel select-none @md:max-h-none @md:w-48 @md:border-r @md:border-b-0"
    >
      {children}
    </section>
  )
}
