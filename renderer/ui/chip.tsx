import { X } from 'lucide-react'
import type { ReactNode } from 'react'

/** Something that narrows what is shown, and can be taken off. */
export function Chip({
  children,
  clearLabel,
  onClear,
}: {
  readonly children: ReactNode
  readonly clearLabel: string
  onClear(): void
}) {
  return (
    <span className="inline-flex h-5.5 shrink-0 items-center gap-0.5 rounded-[5px] bg-accent-soft pl-1.5 font-mono text-small whitespace-nowrap text-accent">
      {children}
      <button
        type="button"
        aria-label={clearLabel}
        onClick={onClear}
        className="inline-flex size-5 items-center justify-center rounded-[5px] hover:bg-panel [&_svg]:size-3"
      >
        <X aria-hidden />
      </button>
    </span>
  )
}
