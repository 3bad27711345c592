import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ArrowUp, Equal, EyeOff } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useMemo, useRef, useState } from 'react'
import { type Change, type ChangeKind, type Comparison, isSame } from '../../../shared/diff/comparison.ts'
import { summaryLine } from '../../../shared/diff/summary-line.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { classNames } from '../../ui/class-names.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { ViewBar } from '../../ui/view-bar.tsx'
import { visibleText } from '../../ui/visible-text.ts'

interface ChangeRowsProps {
  readonly label: string
  readonly comparison: Comparison
  readonly notes?: ReadonlyArray<string>
  /** Beside the summary. */
  readonly tools?: ReactNode
  ignore(rule: string): void
  /** Set once something here has had the focus, so that keys work at once and nothing is taken from a field later. */
  readonly hadFocus?: RefObject<boolean>
}

/** What differs, one below the other, with the left and the right side by side. */
export function ChangeRows({ label, comparison, notes = [], tools, ignore, hadFocus }: ChangeRowsProps) {
  const [withIgnored, setWithIgnored] = useState(false)
  const [active, setActive] = useState(0)
  const scroller = useRef<HTMLDivElement>(null)
  const shown = useMemo(
    () => comparison.changes.filter((change) => withIgnored || change.ignoredBy === null),
    [comparison, withIgnored],
  )
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 70,
    overscan: 6,
  })
  const current = Math.min(active, shown.length - 1)
  useEffect(() => {
    if (hadFocus === undefined || hadFocus.current || scroller.current === null) return
    hadFocus.current = true
    if (!document.activeElement?.matches('input')) scroller.current.focus()
  }, [hadFocus])
  const at = shown[current]
  const rule = at === undefined || at.ignoredBy !== null ? null : at.rule
  const go = (to: number) => {
    const index = Math.max(0, Math.min(shown.length - 1, to))
    setActive(index)
    rows.scrollToIndex(index)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || shown.length === 0) return
    if (event.key === 'j' || event.key === 'ArrowDown') go(current + 1)
    else if (event.key === 'k' || event.key === 'ArrowUp') go(current - 1)
    else if (event.key === 'i' && rule !== null) ignore(rule)
    else if (event.key === 'Home') go(0)
    else if (event.key === 'End') go(shown.length - 1)
    else return
    event.preventDefault()
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <ViewBar>
        <output className="font-medium text-text">{summaryLine(comparison.counts)}</output>
        {comparison.counts.ignored > 0 && (
          <Button look="quiet" aria-pressed={withIgnored} onClick={() => setWithIgnored(!withIgnored)}>
            {withIgnored ? 'Hide ignored' : 'Show ignored'}
          </Button>
        )}
        <span className="flex-1" />
        {tools}
        <IconButton
          label={rule === null ? 'Ignore this' : `Ignore ${visibleText(rule)}`}
          shortcut="i"
          icon={<EyeOff />}
          disabled={rule === null}
          onClick={() => rule !== null && ignore(rule)}
        />
        <IconButton
          label="Previous difference"
          shortcut="k"
          icon={<ArrowUp />}
          disabled={current <= 0}
          onClick={() => go(current - 1)}
        />
        <IconButton
          label="Next difference"
          shortcut="j"
          icon={<ArrowDown />}
          disabled={current >= shown.length - 1}
          onClick={() => go(current + 1)}
        />
      </ViewBar>
      {[...notes, ...comparison.notes].map((note) => (
        <Banner key={note}>{visibleText(note)}</Banner>
      ))}
      {shown.length === 0 ? (
        <EmptyState icon={<Equal />} title={isSame(comparison) ? 'No difference' : 'Nothing to show'}>
          {comparison.counts.ignored > 0 && <p>But for what the rules ignore.</p>}
        </EmptyState>
      ) : (
        <div
          ref={scroller}
          role="listbox"
          aria-label={label}
          tabIndex={0}
          aria-activedescendant={`difference-${current}`}
          onKeyDown={onKeyDown}
          className="group/rows min-h-0 flex-1 overflow-auto -outline-offset-2"
        >
          <div className="relative" style={{ height: rows.getTotalSize() }}>
            {rows.getVirtualItems().map((item) => {
              const change = shown[item.index] as Change
              return (
                <div
                  key={item.key}
                  ref={rows.measureElement}
                  data-index={item.index}
                  className="absolute inset-x-0 top-0"
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <ChangeRow
                    change={change}
                    id={`difference-${item.index}`}
                    isActive={item.index === current}
                    onPress={() => setActive(item.index)}
                  />
                </div>
              )
            })}
          </div>
        </div>
      )}
      {shown.length > 1 && (
        <p className="shrink-0 border-t border-line px-4 py-1 text-tiny text-dim">
          {current + 1} of {shown.length} · <Kbd>j</Kbd> <Kbd>k</Kbd> next and previous difference · <Kbd>i</Kbd> ignore
          it
        </p>
      )}
    </div>
  )
}

interface ChangeRowProps {
  readonly change: Change
  readonly id: string
  readonly isActive: boolean
  onPress(): void
}

const TONES: Record<ChangeKind, Tone> = { changed: 'warn', added: 'ok', removed: 'bad', moved: 'accent' }

function ChangeRow({ change, id, isActive, onPress }: ChangeRowProps) {
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active row.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys for all its rows.
    <div
      id={id}
      role="option"
      aria-selected={isActive}
      onClick={onPress}
      className={classNames(
        'group/row flex flex-col gap-1 border-b border-line/55 px-4 py-2',
        isActive && 'bg-raised shadow-[inset_2px_0_0_var(--accent)]',
      )}
    >
      <div className="flex min-h-5 items-center gap-2">
        <Badge tone={change.ignoredBy === null ? TONES[change.kind] : 'neutral'}>
          {change.ignoredBy === null ? change.kind : `${change.kind}, ignored by ${visibleText(change.ignoredBy)}`}
        </Badge>
        <code className="min-w-0 truncate font-mono text-small text-code-key">
          {change.from !== null && (
            <span className="text-dim">
              <CapturedText text={change.from} /> →{' '}
            </span>
          )}
          {change.where === '' ? 'all of it' : <CapturedText text={change.where} />}
        </code>
      </div>
      {change.kind === 'moved' ? (
        <Value text={change.right} tone="text-dim" />
      ) : (
        // Rows of hex do not fit beside each other in a narrow window, and are not cut.
        <div
          className={classNames('grid gap-2', change.isHex ? 'grid-cols-1 min-[1060px]:grid-cols-2' : 'grid-cols-2')}
        >
          <Value text={change.left} tone="bg-bad-soft/60" sign="−" isHex={change.isHex} />
          <Value text={change.right} tone="bg-ok-soft/60" sign="+" isHex={change.isHex} />
        </div>
      )}
    </div>
  )
}

interface ValueProps {
  /** Null: not there, an empty place on that side. */
  readonly text: string | null
  readonly tone: string
  readonly sign?: string
  /** Rows whose columns must stay below each other. */
  readonly isHex?: boolean
}

function Value({ text, tone, sign, isHex = false }: ValueProps) {
  if (text === null) return <span className="text-tiny text-dim">—</span>
  return (
    <pre
      className={classNames(
        'max-h-40 min-w-0 overflow-hidden rounded-[5px] px-2 py-1 font-mono',
        isHex ? 'text-[10px] whitespace-pre' : 'text-small break-words whitespace-pre-wrap',
        tone,
      )}
    >
      {sign !== undefined && (
        <span className={classNames('text-dim select-none', isHex && 'block min-[1060px]:hidden')}>{sign} </span>
      )}
      {visibleText(text, { lines: true })}
    </pre>
  )
}
