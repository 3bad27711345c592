import { type KeyboardEvent, useRef, useState } from 'react'
import { CapturedText } from './captured-text.tsx'
import { classNames } from './class-names.ts'
import { formatCount } from './format-count.ts'
import { visibleText } from './visible-text.ts'

export interface TallyItem {
  readonly key: string
  readonly label: string
  readonly count: number
  /** It says that there is no value, rather than being one. */
  readonly isNone: boolean
}

interface TallyListProps {
  readonly label: string
  readonly items: readonly TallyItem[]
  readonly chosen: ReadonlySet<string>
  onChoose(key: string): void
}

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowUp: (at) => Math.max(0, at - 1),
  ArrowDown: (at, last) => Math.min(last, at + 1),
  Home: () => 0,
  End: (_at, last) => last,
}

/** Values with how often each is there. One Tab stop; the arrows move within. */
export function TallyList({ label, items, chosen, onChoose }: TallyListProps) {
  const list = useRef<HTMLUListElement>(null)
  const [focusedKey, setFocusedKey] = useState<string | null>(null)
  const highest = Math.max(1, ...items.map(({ count }) => count))
  const focusedAt = Math.max(
    0,
    items.findIndex(({ key }) => key === focusedKey),
  )

  const onKeyDown = (event: KeyboardEvent) => {
    const step = Object.hasOwn(STEPS, event.key) ? STEPS[event.key] : undefined
    if (step === undefined) return
    event.preventDefault()
    const buttons = list.current?.querySelectorAll('button')
    buttons?.[step(focusedAt, items.length - 1)]?.focus()
  }

  return (
    <ul
      ref={list}
      aria-label={label}
      onKeyDown={onKeyDown}
      className="flex min-h-0 flex-1 flex-col overflow-y-auto p-1"
    >
      {items.map(({ key, label: text, count, isNone }, index) => (
        <li key={key} className="contents">
          <button
            type="button"
            aria-pressed={chosen.has(key)}
            tabIndex={index === focusedAt ? 0 : -1}
            title={visibleText(text)}
            onFocus={() => setFocusedKey(key)}
            onClick={() => onChoose(key)}
            className={classNames(
              'relative flex h-6.5 shrink-0 items-center gap-2 overflow-hidden rounded-md px-2 text-left -outline-offset-2',
              chosen.has(key) ? 'bg-accent-soft' : 'hover:bg-raised',
            )}
          >
            <span
              aria-hidden
              className="absolute bottom-0 left-0 h-0.5 bg-line-strong"
              style={{ width: `${(count / highest) * 100}%` }}
            />
            <span
              className={classNames('min-w-0 flex-1 truncate', isNone ? 'text-faint italic' : 'font-mono text-small')}
            >
              <CapturedText text={text} />
            </span>
            <span className="text-small text-dim tabular-nums">{formatCount(count)}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
