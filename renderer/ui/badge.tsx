import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

const TONES = {
  neutral: 'border-line-strong text-dim',
  ok: 'border-transparent bg-ok-soft text-ok',
  warn: 'border-transparent bg-warn-soft text-warn',
  bad: 'border-transparent bg-bad-soft text-bad',
  accent: 'border-transparent bg-accent-soft text-accent',
} as const

export type Tone = keyof typeof TONES

/** A short mark beside a title or in a row. */
export function Badge({
  tone = 'neutral',
  title,
  children,
}: {
  readonly tone?: Tone
  readonly title?: string
  readonly children: ReactNode
}) {
  return (
    <span
      title={title}
      className={classNames(
        'inline-flex shrink-0 items-center gap-1 rounded-[5px] border px-1.5 text-[10.5px] leading-4 whitespace-nowrap',
        TONES[tone],
      )}
    >
      {children}
    </span>
  )
}
