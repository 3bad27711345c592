import { type ReactNode, useId } from 'react'
import { classNames } from './class-names.ts'

export const FIELD_LOOK =
  'rounded-[7px] border border-line-strong bg-bg px-2.5 text-text placeholder:text-faint hover:border-control focus-visible:outline-offset-0 aria-invalid:border-bad disabled:opacity-60'

interface FieldIds {
  readonly id: string
  readonly 'aria-describedby'?: string
  readonly 'aria-invalid'?: true
}

export interface FieldProps {
  readonly label: string
  /** Keeps the label for screen readers only. */
  readonly hideLabel?: boolean | undefined
  readonly hint?: ReactNode
  /** What is wrong and what to do. */
  readonly error?: string | null | undefined
  readonly className?: string | undefined
  children(ids: FieldIds): ReactNode
}

/** A label, a control, and what there is to say about it. */
export function Field({ label, hideLabel, hint, error, className, children }: FieldProps) {
  const id = useId()
  const note = error || hint
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', className)}>
      <label htmlFor={id} className={hideLabel ? 'sr-only' : 'text-small font-medium text-dim'}>
        {label}
      </label>
      {children({
        id,
        ...(note ? { 'aria-describedby': `${id}-note` } : {}),
        ...(error ? { 'aria-invalid': true } : {}),
      })}
      {note && (
        <p id={`${id}-note`} className={classNames('text-small', error ? 'text-bad' : 'text-faint')}>
          {note}
        </p>
      )}
    </div>
  )
}
