import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

/** A URL in the top bar with its state before it and what can be done with it after it. */
export function UrlBox({
  label,
  before,
  url,
  note,
  yields = false,
  steady = false,
  noteFirst = false,
  children,
}: {
  readonly label: string
  readonly before?: ReactNode
  readonly url?: string | undefined
  readonly note?: ReactNode
  /** Gives way first where it is narrow. */
  readonly yields?: boolean
  /** As wide as there is room for, whatever it says. */
  readonly steady?: boolean
  /** Where it is narrow the URL gives way to the note, rather than the note to the URL. */
  readonly noteFirst?: boolean
  readonly children?: ReactNode
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings the look of a form.
    <div
      role="group"
      aria-label={label}
      className={classNames(
        'flex h-7.5 min-w-0 items-center gap-2 rounded-[7px] border border-line-strong bg-bg pr-0.5 pl-2.5',
        yields && 'max-[1100px]:hidden',
        steady && 'shrink basis-[600px]',
      )}
    >
      {before}
      {url && (
        <code
          className={classNames(
            'min-w-0 truncate font-mono text-small select-text',
            noteFirst && 'shrink-[4] max-[1100px]:hidden',
          )}
          title={url}
        >
          {url}
        </code>
      )}
      {note && (
        <span className={classNames('truncate text-small text-dim', url && !noteFirst ? 'shrink-0' : 'min-w-0')}>
          {note}
        </span>
      )}
      {children && (
        <span className="ml-auto flex shrink-0 items-center border-l border-line-strong pl-0.5">{children}</span>
      )}
    </div>
  )
}
