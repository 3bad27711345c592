import { Copy, Route } from 'lucide-react'
import { useMemo } from 'react'
import { type JsonNode, jsonPath } from '../../../shared/body/json-tree.ts'
import type { TimeReading } from '../../../shared/body/read-time.ts'
import type { ReadInside } from '../../../shared/body/value-reading.ts'
import { Button } from '../../ui/button.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { JwtView } from '../readings/jwt-view.tsx'
import { Moment } from '../readings/moment.tsx'
import type { KnownMoment } from '../readings/relative-time.ts'
import { DecodedBytes } from './decoded-bytes.tsx'
import { readNode, valueText } from './node-value.ts'
import type { TreeRow } from './tree-rows.ts'

interface ValuePanelProps {
  readonly row: TreeRow
  readonly beside: KnownMoment
  /** What it holds is shown here. */
  readonly isOpened: boolean
  /** Its JSON is shown in the tree. */
  readonly isExpanded: boolean
  onToggle(): void
}

/** The active value of the tree: where it is, what it may mean, and what it holds. */
export function ValuePanel({ row, beside, isOpened, isExpanded, onToggle }: ValuePanelProps) {
  const { text, index } = row
  const reading = useMemo(() => readNode(row), [row])
  const inside = reading?.inside ?? null
  const { depth } = text.nodes[index] as JsonNode
  const path = depth > DEEPEST_PATH ? '' : jsonPath(text.source, text.nodes, index)
  return (
    <section
      aria-label="Value"
      className="flex max-h-[55%] shrink-0 flex-col overflow-hidden border-t border-line text-small"
    >
      <div className="flex min-h-[33px] items-center gap-1 py-0.5 pr-2 pl-4">
        <code className="min-w-0 flex-1 truncate font-mono text-dim">
          {path === '' ? 'the whole' : <CapturedText text={path} />}
        </code>
        {inside !== null && (
          <Button look="quiet" shortcut="Enter" aria-expanded={isOpened || isExpanded} onClick={onToggle}>
            {actionOf(inside, isOpened || isExpanded)}
          </Button>
        )}
        <IconButton label="Copy path" icon={<Route />} onClick={() => void copyText(path, 'Path')} />
        <IconButton label="Copy value" icon={<Copy />} onClick={() => void copyText(valueText(row), 'Value')} />
      </div>
      {reading?.time != null && (
        <p className="px-4 pb-1.5">
          {TIME_FORMS[reading.time.form]}: <Moment unixMs={reading.time.unixMs} beside={beside} />
        </p>
      )}
      {isOpened && inside !== null && inside.kind !== 'json' && (
        <div className="flex min-h-0 flex-1 flex-col overflow-auto px-4 pb-3">
          {inside.kind === 'jwt' ? (
            <JwtView jwt={inside.jwt} beside={beside} />
          ) : (
            <DecodedBytes form={inside.form} latin1={inside.bytes} />
          )}
        </div>
      )}
    </section>
  )
}

const DEEPEST_PATH = 1_000

const TIME_FORMS: Record<TimeReading['form'], string> = {
  s: 'Unix seconds',
  ms: 'Unix milliseconds',
  µs: 'Unix microseconds',
  ns: 'Unix nanoseconds',
  iso: 'A time',
  'iso-local': 'A time without a zone, read as UTC',
}

function actionOf(inside: ReadInside, isOpen: boolean): string {
  switch (inside.kind) {
    case 'json':
      return isOpen ? 'Close its JSON' : 'Open its JSON'
    case 'jwt':
      return isOpen ? 'Close the token' : 'Decode the token'
    case 'base64':
      return isOpen ? 'Close what it holds' : `Decode the ${inside.form}`
  }
}
