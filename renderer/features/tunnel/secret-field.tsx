import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import type { TunnelSecretNeed } from '../../../shared/tunnel/tunnel-kind.ts'
import { BoxedRow } from '../../ui/boxed-row.tsx'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'

interface SecretFieldProps {
  readonly need: TunnelSecretNeed
  /** One was set before. It is sealed, and cannot be shown. */
  readonly isSet: boolean
  readonly value: string
  onChange(value: string): void
  onForget(): void
}

/** A secret: typed once, then only replaced or forgotten. */
export function SecretField({ need, isSet, value, onChange, onForget }: SecretFieldProps) {
  const [replacing, setReplacing] = useState(false)
  if (isSet && !replacing) {
    return (
      <BoxedRow>
        <KeyRound aria-hidden className="size-3.5 shrink-0 text-dim" />
        <span className="min-w-0 flex-1">{need.label}: set, and sealed on this machine</span>
        <Button look="quiet" onClick={() => setReplacing(true)}>
          Replace…
        </Button>
        <Button look="quiet" onClick={onForget}>
          Forget
        </Button>
      </BoxedRow>
    )
  }
  return (
    <TextField
      label={need.required ? need.label : `${need.label} (optional)`}
      type="password"
      mono
      autoFocus={replacing}
      // Not a password of the person's: browsers are not to offer to keep it.
      autoComplete="new-password"
      data-1p-ignore=""
      value={value}
      onChange={onChange}
      hint={`${need.hint} It is sealed when it is saved, and never shown again.`}
    />
  )
}
