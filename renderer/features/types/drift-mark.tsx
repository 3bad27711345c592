import { Shapes } from 'lucide-react'

/** Says in a row that the shape of a capture was new for its event type. */
export function DriftMark() {
  return (
    <span title="Its shape is new for its event type" className="text-warn">
      <Shapes aria-hidden className="size-3 shrink-0" />
      <span className="sr-only">new shape</span>
    </span>
  )
}
