import type { Ref } from 'react'
import type { SavedTarget } from '../../../shared/delivery/target.ts'
import { SuggestField } from '../../ui/suggest-field.tsx'

interface TargetFieldProps {
  readonly url: string
  readonly targets: readonly SavedTarget[]
  readonly invalid: boolean
  readonly describedBy?: string
  readonly className?: string
  readonly inputRef?: Ref<HTMLInputElement>
  onChange(url: string): void
  onEnter?(): void
}

/** A target URL: saved and recent ones to choose from, or any other. */
export function TargetField({ url, targets, ...rest }: TargetFieldProps) {
  return (
    <SuggestField
      label="Target"
      value={url}
      placeholder="http://localhost:3000/*"
      suggestions={targets.map((target) => ({
        value: target.url,
        note: target.name ?? 'used before',
      }))}
      {...rest}
    />
  )
}
