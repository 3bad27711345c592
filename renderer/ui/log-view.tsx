import { useLayoutEffect, useRef } from 'react'

/** Lines of a log, the newest at the foot and in view. */
export function LogView({ label, lines }: { readonly label: string; readonly lines: readonly string[] }) {
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
      className="h-64 overflow-auto rounded-[7px] border border-line-strong bg-bg p-2.5 font-mono text-tiny"
    >
      {lines.length > 0 ? lines.join('\n') : 'The log is empty.'}
    </pre>
  )
}
