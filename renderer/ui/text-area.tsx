import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { FIELD_LOOK, Field, type FieldProps } from './field.tsx'

interface TextAreaProps
  extends Omit<ComponentProps<'textarea'>, 'onChange' | 'className' | 'children'>,
    Omit<FieldProps, 'children'> {
  readonly value: string
  onChange(value: string): void
  readonly mono?: boolean
}

export function TextArea({ label, hideLabel, hint, error, className, mono, onChange, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hideLabel={hideLabel} hint={hint} error={error} className={className}>
      {(ids) => (
        <textarea
          rows={5}
          spellCheck={false}
          className={classNames(FIELD_LOOK, 'w-full min-w-0 resize-y py-1.5', mono && 'font-mono text-small')}
          onChange={(event) => onChange(event.target.value)}
          {...ids}
          {...rest}
        />
      )}
    </Field>
  )
}
