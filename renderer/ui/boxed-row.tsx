import type { ReactNode } from 'react'

/** Something that is set, in a box, with what can be done with it at the end. */
export function BoxedRow({ children }: { readonly children: ReactNode }) {
  return <div className="flex items-center gap-2 rounded-[7px] border border-line px-2.5 py-1">{children}</div>
}
