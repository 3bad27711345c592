import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { TextField } from '../../ui/text-field.tsx'

interface SecretNameFieldProps {
  readonly name: string
  onChange(name: string): void
}

/** What a secret is called where it is chosen, and wherever a verdict names it. */
export function SecretNameField({ name, onChange }: SecretNameFieldProps) {
  return (
    <TextField
      label="Name"
      hideLabel
      placeholder="Name"
      value={name}
      maxLength={80}
      onChange={onChange}
      className="min-w-40 flex-1"
    />
  )
}

interface SecretFormFootProps {
  readonly error: string | null
  readonly submit: string
  readonly canSubmit: boolean
  /** Without it the form has nothing to go back to. */
  readonly onCancel: (() => void) | undefined
  /** What stands before the error. */
  readonly children?: ReactNode
}

/** The end of a form that makes a secret: what went wrong, a way back, and the button that sends it. */
export function SecretFormFoot({ error, submit, canSubmit, onCancel, children }: SecretFormFootProps) {
  return (
    <div className="flex items-center gap-2">
      {children}
      <p role="status" className="min-w-0 flex-1 text-right text-small text-bad">
        {error}
      </p>
      {onCancel && (
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      )}
      <Button type="submit" look="primary" disabled={!canSubmit}>
        {submit}
      </Button>
    </div>
  )
}
