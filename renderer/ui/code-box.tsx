import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

interface CodeBoxProps {
  /** Makes it a region of that name. */
  readonly label?: string
  /** Breaks lines wherever they end; left out, long ones scroll. */
  readonly wrap?: boolean
  readonly className?: string
  readonly children: ReactNode
}

/** Code or evidence to read, in a box that scrolls. */
export function CodeBox({ label, wrap = false, className, children }: CodeBoxProps) {
  const Box = label === undefined ? 'pre' : 'section'
  return (
    <Box
      aria-label={label}
      // It scrolls, so it must be reachable by keyboard.
      tabIndex={0}
      className={classNames(
        'overflow-auto rounded-[7px] border border-line-strong bg-bg p-2.5 font-mono text-small leading-[18px]',
        wrap ? 'break-all whitespace-pre-wrap' : 'whitespace-pre',
        className,
      )}
    >
      {children}
    </Box>
  )
}
