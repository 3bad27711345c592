import type { ReactNode, Ref } from 'react'
import { ShortcutHint } from './kbd.tsx'

interface SearchFieldProps {
  readonly label: string
  readonly placeholder: string
  readonly shortcut?: string
  readonly icon: ReactNode
  readonly value: string
  readonly ref?: Ref<HTMLInputElement>
  onChange(value: string): void
  onEscape(): void
  /** Chips before the text. */
  readonly children?: ReactNode
}

/** A field that narrows a list as one types; Esc empties it. */
export function SearchField({
  label,
  placeholder,
  shortcut,
  icon,
  value,
  ref,
  onChange,
  onEscape,
  children,
}: SearchFieldProps) {
  return (
    <div className="flex h-7.5 min-w-0 flex-1 items-center gap-2 rounded-[7px] border border-line-strong bg-panel px-2 focus-within:border-accent hover:border-control focus-within:hover:border-accent">
      <span className="inline-flex text-dim [&_svg]:size-3.5">{icon}</span>
      {children}
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return
          event.preventDefault()
          onEscape()
        }}
        className="peer h-full min-w-0 flex-1 bg-transparent text-text outline-none placeholder:text-faint [&::-webkit-search-cancel-button]:hidden"
      />
      {shortcut && (
        <span className="peer-focus:hidden">
          <ShortcutHint shortcut={shortcut} />
        </span>
      )}
    </div>
  )
}
