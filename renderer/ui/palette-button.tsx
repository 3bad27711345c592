import type { ReactNode } from 'react'
import { ShortcutHint } from './kbd.tsx'

/** Opens the palette of all commands. */
export function PaletteButton({
  icon,
  shortcut,
  onClick,
}: {
  readonly icon: ReactNode
  readonly shortcut: string
  onClick(): void
}) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="inline-flex h-7 shrink-0 items-center gap-1.5 rounded-md px-1.5 text-dim hover:bg-raised hover:text-text [&_svg]:size-3.5"
    >
      {icon}
      <span className="sr-only">Commands</span>
      <ShortcutHint shortcut={shortcut} />
    </button>
  )
}
