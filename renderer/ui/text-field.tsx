import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { FIELD_LOOK, Field, type FieldProps } from './field.tsx'

interface TextFieldProps
  extends Omit<ComponentProps<'input'>, 'onChange' | 'className' | 'children'>,
    Omit<FieldProps, 'children'> {
  readonly value: string
  onChange(value: string): void
  /** For evidence: URLs, header values. */
  readonly mono?: boolean
}

export function TextField({ label, hideLabel, hint, error, className, mono, onChange, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={error} className={className}>
      {(ids) => (
        <input
          type="text"
          autoComplete="off"
          spellCheck={false}
          className={classNames(FIELD_LOOK, 'h-7 w-full min-w-0', mono && 'font-mono text-small')}
          onChange={(event) => onChange(event.target.value)}
          {...ids}
          {...rest}
        />
      )}
    </Field>
  )
}
