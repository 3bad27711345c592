import { Shapes } from 'lucide-react'
import { useState } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { describeChange } from '../../../shared/shape/shape-change.ts'
import { Button } from '../../ui/button.tsx'
import { countOf } from '../../ui/format-count.ts'
import { visibleText } from '../../ui/visible-text.ts'
import { compareWithPrevious } from '../compare/use-compare-commands.ts'
import { acceptDrift } from './accept-drift.ts'

/** More than these are shown when somebody wants to see them. */
const SHOWN = 3

/** What is new in the shape of a capture, in plain words, and what can be done about it. */
export function DriftBanner({ capture }: { readonly capture: CaptureDetail }) {
  const [all, setAll] = useState(false)
  const changes = capture.shapeChanges
  const shown = all ? changes : changes.slice(0, SHOWN)
  return (
    <section
      aria-label="New shape"
      className="flex shrink-0 flex-col gap-1.5 border-b border-line bg-warn-soft px-4 py-2 text-small"
    >
      <div className="flex flex-wrap items-center gap-2">
        <Shapes aria-hidden className="size-3.5 shrink-0 text-warn" />
        <h3 className="min-w-40 flex-1 font-medium text-warn">
          New shape for {capture.eventType === null ? 'what comes here' : visibleText(capture.eventType)}
        </h3>
        <Button
          look="quiet"
          onClick={() => void compareWithPrevious(capture.id)}
          title="Compares it with the one before"
        >
          Compare with the previous
        </Button>
        <Button
          onClick={() => void acceptDrift([capture])}
          title="Takes the mark off. The types of this event include it already."
        >
          Accept
        </Button>
      </div>
      <ul className="flex max-h-40 flex-col gap-0.5 overflow-y-auto">
        {shown.map((change) => (
          <li key={`${change.kind} ${change.pointer}`} className="font-mono break-words">
            {visibleText(describeChange(change))}
          </li>
        ))}
      </ul>
      {shown.length < changes.length && (
        <Button look="quiet" className="-ml-2.5 self-start text-text!" onClick={() => setAll(true)}>
          Show {countOf(changes.length - shown.length, 'more change', 'more changes')}
        </Button>
      )}
    </section>
  )
}
