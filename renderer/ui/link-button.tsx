import type { ReactNode } from 'react'

interface LinkButtonProps {
  readonly title?: string
  readonly children: ReactNode
  onClick(): void
}

/** A button within a sentence. */
export function LinkButton({ title, children, onClick }: LinkButtonProps) {
  return (
    <button
      type="button"
      title={title}
      onClick={onClick}
      className="rounded-xs text-accent underline underline-offset-2"
    >
      {children}
    </button>
  )
}
