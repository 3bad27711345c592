import { ArrowLeftRight } from 'lucide-react'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import type { Side } from './load-side.ts'

interface SidesHeadProps {
  readonly left: Side
  readonly right: Side
  swap(): void
}

/** What stands on either side. */
export function SidesHead({ left, right, swap }: SidesHeadProps) {
  return (
    <span className="mt-1 grid grid-cols-[minmax(0,1fr)_auto_minmax(0,1fr)] items-center gap-2">
      <SideName side={left} where="Left" />
      <Button look="quiet" icon={<ArrowLeftRight />} shortcut="s" onClick={swap}>
        <span>
          Swap<span className="sr-only"> the sides</span>
        </span>
      </Button>
      <SideName side={right} where="Right" />
    </span>
  )
}

function SideName({ side, where }: { readonly side: Side; readonly where: string }) {
  return (
    <span className="flex min-w-0 items-center gap-2" title={visibleText(`${where}: ${side.title}, ${side.note}`)}>
      <span className="sr-only">{where}: </span>
      <Badge>{side.kind}</Badge>
      <span className="truncate">
        <span className="text-text">
          <CapturedText text={side.title} />
        </span>
        , {visibleText(side.note)}
      </span>
    </span>
  )
}
