import { Radio } from '@base-ui/react/radio'
import { RadioGroup } from '@base-ui/react/radio-group'
import { type ReactNode, useId } from 'react'

interface ChoiceCard<Value extends string> {
  readonly value: Value
  readonly label: string
  /** Beside the label. */
  readonly mark?: ReactNode
  /** A sentence about it. */
  readonly hint: ReactNode
}

interface ChoiceCardsProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: ReadonlyArray<ChoiceCard<Value>>
  onChange(value: Value): void
}

/** One of several that need a sentence each, all in view. */
export function ChoiceCards<Value extends string>({ label, value, options, onChange }: ChoiceCardsProps<Value>) {
  return (
    <RadioGroup<Value>
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next)}
      className="flex flex-col gap-1"
    >
      {options.map((option) => (
        <Card key={option.value} option={option} />
      ))}
    </RadioGroup>
  )
}

function Card<Value extends string>({ option }: { readonly option: ChoiceCard<Value> }) {
  const id = useId()
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: Base UI's radio holds the labelled input.
    <label className="flex items-start gap-2 rounded-lg border border-transparent px-2 py-1.5 hover:bg-raised has-data-checked:border-accent has-data-checked:bg-accent-soft">
      <Radio.Root
        value={option.value}
        aria-labelledby={id}
        aria-describedby={`${id}-hint`}
        className="mt-0.5 inline-flex size-4 shrink-0 items-center justify-center rounded-full border border-control data-checked:border-solid data-checked:bg-solid"
      >
        <Radio.Indicator className="size-1.5 rounded-full bg-white" />
      </Radio.Root>
      <span className="flex min-w-0 flex-1 flex-col">
        <span className="flex items-center gap-2">
          <span id={id} className="min-w-0 flex-1 font-medium">
            {option.label}
          </span>
          {option.mark}
        </span>
        <span id={`${id}-hint`} className="text-small text-dim">
          {option.hint}
        </span>
      </span>
    </label>
  )
}
