import { Combobox } from '@base-ui/react/combobox'
import { Check, ChevronDown } from 'lucide-react'
import { classNames } from './class-names.ts'
import { FIELD_LOOK } from './field.tsx'

interface Choice {
  readonly value: string
  readonly label: string
  /** Shown beside it, and searched as well. */
  readonly note?: string | undefined
}

interface PickFieldProps {
  readonly label: string
  readonly value: string | null
  readonly choices: readonly Choice[]
  readonly placeholder: string
  /** Said where nothing fits what is typed. */
  readonly empty: string
  readonly className?: string
  onChange(value: string): void
}

/** One of very many, found by typing. */
export function PickField({ label, value, choices, placeholder, empty, className, onChange }: PickFieldProps) {
  const chosen = choices.find((choice) => choice.value === value) ?? null
  return (
    <Combobox.Root<Choice>
      items={choices}
      value={chosen}
      itemToStringLabel={(choice) => choice.label}
      itemToStringValue={(choice) => choice.value}
      isItemEqualToValue={(one, other) => one.value === other.value}
      filter={matches}
      autoHighlight
      onValueChange={(next) => next !== null && onChange(next.value)}
    >
      <Combobox.InputGroup className={classNames('relative flex min-w-0', className)}>
        <Combobox.Input
          aria-label={label}
          placeholder={placeholder}
          spellCheck={false}
          className={classNames(FIELD_LOOK, 'h-7 w-full min-w-0 pr-7')}
        />
        <Combobox.Trigger
          aria-label={`${label}: all`}
          tabIndex={-1}
          className="absolute inset-y-0 right-0 inline-flex w-7 items-center justify-center text-dim hover:text-text [&_svg]:size-3.5"
        >
          <ChevronDown aria-hidden />
        </Combobox.Trigger>
      </Combobox.InputGroup>
      <Combobox.Portal>
        <Combobox.Positioner sideOffset={4} className="z-50">
          <Combobox.Popup
            data-overlay=""
            className="w-(--anchor-width) max-w-(--available-width) rounded-lg border border-line-strong bg-panel p-1 shadow-lift outline-none"
          >
            <Combobox.Empty className="p-2 text-dim empty:hidden">{empty}</Combobox.Empty>
            <Combobox.List className="max-h-[min(18rem,var(--available-height))] overflow-y-auto empty:hidden">
              {(choice: Choice) => (
                <Combobox.Item
                  key={choice.value}
                  value={choice}
                  className="flex items-center gap-2 rounded-md px-2 py-1 outline-none select-none data-highlighted:bg-accent-soft"
                >
                  <span className="inline-flex w-3.5 shrink-0 text-accent [&_svg]:size-3.5">
                    <Combobox.ItemIndicator>
                      <Check aria-hidden />
                    </Combobox.ItemIndicator>
                  </span>
                  <span className="min-w-0 flex-1 truncate">{choice.label}</span>
                  {choice.note !== undefined && <span className="shrink-0 text-small text-dim">{choice.note}</span>}
                </Combobox.Item>
              )}
            </Combobox.List>
          </Combobox.Popup>
        </Combobox.Positioner>
      </Combobox.Portal>
    </Combobox.Root>
  )
}

/** Every word that is typed occurs in it. */
function matches({ value, label, note = '' }: Choice, query: string): boolean {
  const text = `${label} ${value} ${note}`.toLowerCase()
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}
