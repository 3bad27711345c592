import { Toggle } from '@base-ui/react/toggle'
import { ToggleGroup } from '@base-ui/react/toggle-group'
import type { ReactNode } from 'react'

interface SegmentedControlProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: ReadonlyArray<{ readonly value: Value; readonly label: ReactNode }>
  onChange(value: Value): void
}

/** One of a few, all in view. */
export function SegmentedControl<Value extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentedControlProps<Value>) {
  return (
    <ToggleGroup<Value>
      aria-label={label}
      value={[value]}
      // Pressing the chosen one again would leave none.
      onValueChange={([next]) => next !== undefined && onChange(next)}
      className="inline-flex shrink-0 overflow-hidden rounded-md border border-line-strong text-small"
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          className="inline-flex h-6 items-center gap-1 px-2.5 text-dim -outline-offset-2 transition-colors not-first:border-l not-first:border-line-strong hover:text-text data-pressed:bg-raised data-pressed:font-medium data-pressed:text-text"
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  )
}
