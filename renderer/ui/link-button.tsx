import type { ReactNode } from 'react'

/** A button within a sentence. */
export function LinkButton({ onClick, children }: { onClick(): void; readonly children: ReactNode }) {
  return (
    <button type="button" onClick={onClick} className="rounded-xs text-accent underline underline-offset-2">
      {children}
    </button>
  )
}
