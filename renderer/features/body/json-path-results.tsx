import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { CapturedText } from '../../ui/captured-text.tsx'
import { classNames } from '../../ui/class-names.ts'
import type { ShownMatch } from './json-path-protocol.ts'
import type { UsedJsonPath } from './use-json-path.ts'

const ROW = 40

/** What a path finds in a body that is too large for a tree. */
export function JsonPathResults({ path }: { readonly path: UsedJsonPath }) {
  const { matches, current } = path
  const scroller = useRef<HTMLDivElement>(null)
  const rows = useVirtualizer({
    count: matches.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls whenever another one is current.
  useEffect(() => rows.scrollToIndex(current), [current])
  return (
    <div
      ref={scroller}
      role="listbox"
      aria-label="Matches of the JSONPath"
      tabIndex={0}
      aria-activedescendant={`match-${current}`}
      className="min-h-0 flex-1 overflow-auto font-mono text-small -outline-offset-2"
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') path.go(1)
        else if (event.key === 'ArrowUp') path.go(-1)
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <div className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const match = matches[item.index] as ShownMatch
          return (
            // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its active row.
            // biome-ignore lint/a11y/useKeyWithClickEvents: the list handles the keys for all its rows.
            <div
              key={item.key}
              id={`match-${item.index}`}
              role="option"
              aria-selected={item.index === current}
              onClick={() => path.choose(item.index)}
              className={classNames(
                'absolute inset-x-0 top-0 flex flex-col justify-center border-b border-line/55 px-4',
                item.index === current && 'bg-accent-soft',
              )}
              style={{ transform: `translateY(${item.start}px)`, height: ROW }}
            >
              <span className="truncate text-code-key">
                <CapturedText text={match.path} />
              </span>
              <span className="truncate text-dim">
                <CapturedText text={match.text} />
              </span>
            </div>
          )
        })}
      </div>
    </div>
  )
}
