import { Switch as Base } from '@base-ui/react/switch'
import type { ReactNode } from 'react'

interface SwitchProps {
  readonly label: string
  readonly hint?: ReactNode
  readonly checked: boolean
  readonly disabled?: boolean
  onChange(checked: boolean): void
}

/** On or off, at once. */
export function Switch({ label, hint, checked, disabled = false, onChange }: SwitchProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: Base UI's switch holds the labelled input.
    <label className="flex items-start gap-2.5">
      <Base.Root
        checked={checked}
        disabled={disabled}
        onCheckedChange={onChange}
        className="mt-0.5 inline-flex h-4 w-7 shrink-0 items-center rounded-full border border-control bg-raised p-px transition-colors data-checked:border-solid data-checked:bg-solid data-disabled:opacity-50"
      >
        <Base.Thumb className="size-3 rounded-full bg-control transition-transform data-checked:translate-x-3 data-checked:bg-white" />
      </Base.Root>
      <span className="flex min-w-0 flex-col">
        {label}
        {hint && <span className="text-small text-faint">{hint}</span>}
      </span>
    </label>
  )
}
