import { useLayoutEffect, useRef } from 'react'
import { classNames } from './class-names.ts'

interface LogViewProps {
  readonly label: string
  readonly lines: readonly string[]
  /** Beside other things: less high, and no higher than its lines. */
  readonly low?: boolean
}

/** Lines of a log, the newest at the foot and in view. */
export function LogView({ label, lines, low = false }: LogViewProps) {
  const view = useRef<HTMLPreElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are to be seen.
  useLayoutEffect(() => {
    view.current?.scrollTo({ top: view.current.scrollHeight })
  }, [lines])
  return (
    <pre
      ref={view}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so it must be reachable by keyboard.
      tabIndex={0}
      role="log"
      aria-label={label}
      className={classNames(
        'overflow-auto rounded-[7px] border border-line-strong bg-bg p-2.5 font-mono text-tiny',
        low ? 'max-h-32' : 'h-64',
      )}
    >
      {lines.length > 0 ? lines.join('\n') : 'The log is empty.'}
    </pre>
  )
}
