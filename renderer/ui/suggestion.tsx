import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'

interface SuggestionProps {
  /** What a click does. */
  readonly label: string
  onTake(): void
  readonly children: ReactNode
}

/** A chip that is not there yet: a click takes it. */
export function Suggestion({ label, onTake, children }: SuggestionProps) {
  return (
    <button
      type="button"
      aria-label={label}
      onClick={onTake}
      className="inline-flex h-5.5 items-center gap-1 rounded-[5px] border border-dashed border-line-strong px-1.5 font-mono text-small text-dim hover:border-control hover:text-text [&_svg]:size-3"
    >
      <Plus aria-hidden />
      {children}
    </button>
  )
}
