import { classNames } from '../../ui/class-names.ts'
import { CodeBox } from '../../ui/code-box.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { visibleText } from '../../ui/visible-text.ts'

/** Of a line; both values break at the same places. */
const LINE = 64
/** A hostile header is long; what differs is near the start. */
const MOST_LINES = 40

interface ComparedValuesProps {
  readonly computed: string | null
  readonly received: string
  /** Index of the first character that differs. */
  readonly firstDifference: number | null
  readonly matches: boolean
  /** Why there is nothing to compare with. */
  readonly whyNotComputed: string
}

/** The signature that should be there above the one that is, marked from the first character that differs. */
export function ComparedValues(props: ComparedValuesProps) {
  const { computed, received, firstDifference, matches, whyNotComputed } = props
  const lines = Math.min(MOST_LINES, Math.ceil(Math.max(computed?.length ?? 0, received.length, 1) / LINE))
  return (
    <div className="flex flex-col gap-1">
      <div className="flex min-h-7 items-center gap-2">
        <SmallTitle as="h4" className="min-w-0 flex-1">
          {computed === null
            ? 'Received'
            : matches
              ? 'Computed and received are the same'
              : `Computed and received${firstDifference === null ? '' : `, different from character ${firstDifference + 1} on`}`}
        </SmallTitle>
        {computed !== null && !matches && <CopyButton what="Computed signature" text={computed} />}
      </div>
      <CodeBox label="Computed and received" className="max-h-64">
        {Array.from({ length: lines }, (_, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines are what they are by their place.
          <div key={line} className="flex flex-col not-last:mb-2">
            {computed !== null && (
              <ValueLine label="computed" value={computed} line={line} differsFrom={firstDifference} tone="ok" />
            )}
            {(computed === null || !matches) && (
              <ValueLine label="received" value={received} line={line} differsFrom={firstDifference} tone="bad" />
            )}
          </div>
        ))}
        {Math.max(computed?.length ?? 0, received.length) > lines * LINE && (
          <p className="text-dim">The rest is not shown.</p>
        )}
      </CodeBox>
      {computed === null && !matches && <p className="text-small text-dim">{whyNotComputed}</p>}
    </div>
  )
}

interface ValueLineProps {
  readonly label: string
  readonly value: string
  readonly line: number
  readonly differsFrom: number | null
  readonly tone: 'ok' | 'bad'
}

function ValueLine({ label, value, line, differsFrom, tone }: ValueLineProps) {
  const start = line * LINE
  const text = value.slice(start, start + LINE)
  const split = differsFrom === null ? text.length : Math.min(Math.max(differsFrom - start, 0), text.length)
  const isFirst = differsFrom !== null && differsFrom >= start && differsFrom < start + LINE
  return (
    <div className="flex">
      <span className="w-[76px] shrink-0 text-dim select-none">{line === 0 ? label : ''}</span>
      <span>{visibleText(text.slice(0, split))}</span>
      {split < text.length ? (
        <mark className={classNames('bg-transparent', tone === 'ok' ? 'bg-ok-soft text-ok' : 'bg-bad-soft text-bad')}>
          {isFirst && <span className="sr-only"> (differs from here:) </span>}
          {isFirst ? <u>{visibleText(text.slice(split, split + 1))}</u> : visibleText(text.slice(split, split + 1))}
          {visibleText(text.slice(split + 1))}
        </mark>
      ) : (
        isFirst && <span className={tone === 'ok' ? 'text-ok' : 'text-bad'}>▏ends here</span>
      )}
    </div>
  )
}
