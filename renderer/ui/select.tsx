import { Select as Base } from '@base-ui/react/select'
import { Check, ChevronsUpDown } from 'lucide-react'
import { classNames } from './class-names.ts'
import { FIELD_LOOK } from './field.tsx'

interface SelectProps<Value extends string> {
  readonly label: string
  readonly value: Value
  readonly options: ReadonlyArray<{ readonly value: Value; readonly label: string }>
  onChange(value: Value): void
  readonly className?: string
}

/** One of several, in a list that opens. */
export function Select<Value extends string>({ label, value, options, onChange, className }: SelectProps<Value>) {
  return (
    <Base.Root items={options} value={value} onValueChange={(next) => next !== null && onChange(next)}>
      <Base.Trigger
        aria-label={label}
        className={classNames(FIELD_LOOK, 'inline-flex h-7 items-center justify-between gap-2 select-none', className)}
      >
        <Base.Value className="truncate" />
        <Base.Icon className="text-dim [&_svg]:size-3.5">
          <ChevronsUpDown aria-hidden />
        </Base.Icon>
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner sideOffset={4} alignItemWithTrigger={false} className="z-50">
          <Base.Popup
            data-overlay=""
            className="max-h-(--available-height) min-w-(--anchor-width) overflow-y-auto rounded-lg border border-line-strong bg-panel p-1 shadow-lift outline-none"
          >
            {options.map((option) => (
              <Base.Item
                key={option.value}
                value={option.value}
                className="flex items-center gap-2 rounded-md py-1 pr-3 pl-2 outline-none select-none data-highlighted:bg-accent-soft"
              >
                <span className="inline-flex w-3.5 text-accent [&_svg]:size-3.5">
                  <Base.ItemIndicator>
                    <Check aria-hidden />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText>{option.label}</Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
