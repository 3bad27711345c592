import type { ReactNode } from 'react'

/** A key, as printed on it. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="rounded-[5px] border border-line-strong bg-panel px-1.5 font-sans text-tiny leading-[1.4] text-dim">
      {children}
    </kbd>
  )
}

/** A key beside the name of what it does, and no part of that name. */
export function ShortcutHint({ shortcut }: { readonly shortcut: string }) {
  return (
    <span aria-hidden data-shortcut="" className="inline-flex">
      <Kbd>{shortcut}</Kbd>
    </span>
  )
}
