import { ChevronRight, Copy, Route } from 'lucide-react'
import type { JsonNode } from '../../../shared/body/json-tree.ts'
import { jsonPath } from '../../../shared/body/json-tree.ts'
import { readTime } from '../../../shared/body/read-time.ts'
import { CapturedText } from '../../ui/captured-text.tsx'
import { classNames } from '../../ui/class-names.ts'
import { copyText } from '../../ui/copy-text.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { momentWords } from '../readings/moment.tsx'
import type { KnownMoment } from '../readings/relative-time.ts'
import { valueText } from './node-value.ts'
import type { TreeRow } from './tree-rows.ts'

export const TREE_ROW_HEIGHT = 22
const LONGEST_SHOWN = 500
/** With quotes and escapes. */
const LONGEST_TIME = 60

interface JsonTreeRowProps {
  readonly row: TreeRow
  readonly isOpen: boolean
  /** A string whose JSON stands below it. */
  readonly isExpanded: boolean
  readonly isActive: boolean
  /** A JSONPath selects it. */
  readonly isFound: boolean
  readonly beside: KnownMoment
  onPress(): void
}

/** One value of the tree. */
export function JsonTreeRow({ row, isOpen, isExpanded, isActive, isFound, beside, onPress }: JsonTreeRowProps) {
  const { text, index, depth } = row
  const { source, nodes } = text
  const node = nodes[index] as JsonNode
  const holds = node.children > 0 || isExpanded
  const time = timeWords(row, node, beside)
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active row.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for all its rows.
    <div
      id={`json-${row.key}`}
      role="treeitem"
      aria-level={depth + 1}
      aria-selected={isActive}
      {...(holds ? { 'aria-expanded': isOpen } : {})}
      onClick={onPress}
      className={classNames(
        'group/row flex h-full items-center gap-1 pr-2 hover:bg-raised',
        isActive && 'bg-raised group-focus/tree:bg-accent-soft',
      )}
      style={{ paddingLeft: 12 + Math.min(depth, 40) * 14 }}
    >
      <ChevronRight
        aria-hidden
        className={classNames('size-3.5 shrink-0 text-faint', !holds && 'invisible', isOpen && 'rotate-90')}
      />
      {node.key !== null && (
        <span className="shrink-0 text-code-key">
          <CapturedText text={source.slice(node.key.start + 1, node.key.end - 1)} />:
        </span>
      )}
      {node.key === null && node.parent >= 0 && <span className="shrink-0 text-faint">{node.place}:</span>}
      <span
        title={time ?? undefined}
        className={classNames(
          'min-w-0 truncate',
          VALUE_COLOURS[node.kind],
          time !== null && 'underline decoration-dotted underline-offset-3',
          isFound && 'rounded-xs bg-warn-soft outline outline-warn',
        )}
      >
        <CapturedText text={shownValue(source, node)} />
      </span>
      <span className="ml-auto hidden shrink-0 group-hover/row:flex">
        <IconButton
          label="Copy path"
          icon={<Route />}
          tabIndex={-1}
          className="size-5 bg-panel [&_svg]:size-3.5"
          onClick={(event) => {
            event.stopPropagation()
            void copyText(jsonPath(source, nodes, index), 'Path')
          }}
        />
        <IconButton
          label="Copy value"
          icon={<Copy />}
          tabIndex={-1}
          className="size-5 bg-panel [&_svg]:size-3.5"
          onClick={(event) => {
            event.stopPropagation()
            void copyText(valueText(row), 'Value')
          }}
        />
      </span>
    </div>
  )
}

const VALUE_COLOURS: Record<JsonNode['kind'], string> = {
  object: 'text-dim',
  array: 'text-dim',
  string: 'text-code-string',
  number: 'text-code-number',
  word: 'text-code-number',
}

function shownValue(source: string, node: JsonNode): string {
  if (node.kind === 'object') return node.children === 0 ? '{}' : `{ ${node.children} }`
  if (node.kind === 'array') return node.children === 0 ? '[]' : `[ ${node.children} ]`
  return source.slice(node.start, Math.min(node.end, node.start + LONGEST_SHOWN))
}

/** Null: it is no time. */
function timeWords(row: TreeRow, node: JsonNode, beside: KnownMoment): string | null {
  if ((node.kind !== 'string' && node.kind !== 'number') || node.end - node.start > LONGEST_TIME) return null
  const time = readTime(valueText(row))
  return time && momentWords(time.unixMs, beside).join('\n')
}
