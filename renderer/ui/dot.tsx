import { classNames } from './class-names.ts'

const TONES = { ok: 'bg-ok', warn: 'bg-warn', bad: 'bg-bad', off: 'bg-line-strong' } as const

/** A light beside words that say the same. */
export function Dot({ tone }: { readonly tone: keyof typeof TONES }) {
  return <span aria-hidden className={classNames('size-[7px] shrink-0 rounded-full', TONES[tone])} />
}
