import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** The line above a view: how it is shown, and what there is to do with it. */
export function ViewBar({ className, children }: { readonly className?: string; readonly children: ReactNode }) {
  return (
    <div
      className={classNames(
        'flex min-h-[37px] shrink-0 items-center gap-2 border-b border-line px-4 py-1 text-small text-dim',
        className,
      )}
    >
      {children}
    </div>
  )
}
