import { Autocomplete } from '@base-ui/react/autocomplete'
import { ChevronDown } from 'lucide-react'
import { type ReactNode, type Ref, useEffect, useState } from 'react'
import { classNames } from './class-names.ts'
import { FIELD_LOOK } from './field.tsx'

interface Suggestion {
  readonly value: string
  /** Shown beside it. */
  readonly note?: ReactNode
}

interface SuggestFieldProps {
  readonly label: string
  readonly value: string
  readonly suggestions: readonly Suggestion[]
  readonly placeholder?: string
  readonly invalid?: boolean
  readonly describedBy?: string
  readonly className?: string
  readonly inputRef?: Ref<HTMLInputElement>
  onChange(value: string): void
  /** Enter, when no suggestion is highlighted. */
  onEnter?(): void
}

/** A text field that suggests, and takes anything else as well. */
export function SuggestField(props: SuggestFieldProps) {
  const [open, setOpen] = useState(false)
  useCloseOnSend(setOpen)
  const { label, value, suggestions, placeholder, invalid, describedBy, className, inputRef, onChange, onEnter } = props
  return (
    <Autocomplete.Root
      items={suggestions}
      value={value}
      itemToStringValue={(item: Suggestion) => item.value}
      // Escape leaves; Base UI would empty the field with it.
      onValueChange={(next, { reason }) => reason !== 'escape-key' && onChange(next)}
      open={open}
      // Typing opens nothing: the list would hide what is said about what is typed.
      onOpenChange={(next, { reason }) => setOpen(next && reason !== 'input-change')}
      // All are offered, whatever is typed: choosing another is as frequent as completing one.
      filter={null}
      openOnInputClick
    >
      <Autocomplete.InputGroup className={classNames('relative flex min-w-0', className)}>
        <Autocomplete.Input
          ref={inputRef}
          aria-label={label}
          aria-invalid={invalid || undefined}
          aria-describedby={describedBy}
          placeholder={placeholder}
          spellCheck={false}
          className={classNames(FIELD_LOOK, 'h-7 w-full min-w-0 pr-7 font-mono text-small')}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
            if (!event.currentTarget.getAttribute('aria-activedescendant')) onEnter?.()
          }}
        />
        {suggestions.length > 0 && (
          <Autocomplete.Trigger
            aria-label={`${label}: suggestions`}
            tabIndex={-1}
            className="absolute inset-y-0 right-0 inline-flex w-7 items-center justify-center text-dim hover:text-text [&_svg]:size-3.5"
          >
            <ChevronDown aria-hidden />
          </Autocomplete.Trigger>
        )}
      </Autocomplete.InputGroup>
      <Autocomplete.Portal>
        <Autocomplete.Positioner sideOffset={4} className="z-50">
          <Autocomplete.Popup
            data-overlay=""
            className={classNames(
              'w-(--anchor-width) max-w-(--available-width) rounded-lg border border-line-strong bg-panel p-1 shadow-lift outline-none',
              suggestions.length === 0 && 'hidden',
            )}
          >
            <Autocomplete.List className="max-h-[min(16rem,var(--available-height))] overflow-y-auto">
              {(item: Suggestion) => (
                <Autocomplete.Item
                  key={item.value}
                  value={item}
                  className="flex items-center gap-2 rounded-md px-2 py-1 outline-none select-none data-highlighted:bg-accent-soft"
                >
                  <span className="min-w-0 flex-1 truncate font-mono text-small">{item.value}</span>
                  {item.note !== undefined && <span className="shrink-0 text-small text-dim">{item.note}</span>}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  )
}

/** Ctrl Enter sends what the field belongs to, from within the field: nothing is left to choose then. */
function useCloseOnSend(setOpen: (open: boolean) => void): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) setOpen(false)
    }
    window.addEventListener('keydown', onKeyDown, true)
    return () => window.removeEventListener('keydown', onKeyDown, true)
  }, [setOpen])
}
