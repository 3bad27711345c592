import { useVirtualizer } from '@tanstack/react-virtual'
import { Braces, ChevronRight, Copy, Route } from 'lucide-react'
import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { type JsonNode, jsonPath, jsonTree } from '../../../shared/body/json-tree.ts'
import { CapturedText } from '../../ui/captured-text.tsx'
import { classNames } from '../../ui/class-names.ts'
import { copyText } from '../../ui/copy-text.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { OpenBody } from './open-body.ts'
import { useBodyAnswer } from './use-body-answer.ts'

const MOST_VALUES = 100_000
const ROW = 22
/** Small texts open whole; of larger ones the first levels. */
const OPEN_VALUES = 1000
const OPEN_DEPTH = 2

/** JSON as a tree of its values, each as it was spelled. */
export function JsonTreeView({ body }: { readonly body: OpenBody }) {
  const view = useBodyAnswer(body, 'view', { mode: 'pretty' })
  if (view.kind !== 'answered') return <Spinner />
  if ('problem' in view.value) return <EmptyState title="No tree">{view.value.problem}</EmptyState>
  if (!view.value.suitsEditor) return <TooLarge />
  return <LoadedTree body={body} />
}

function LoadedTree({ body }: { readonly body: OpenBody }) {
  const text = useBodyAnswer(body, 'text', { mode: 'raw' })
  const source = text.kind === 'answered' ? text.value : null
  const nodes = useMemo(() => (source === null ? null : jsonTree(source, MOST_VALUES)), [source])
  if (source === null) return <Spinner />
  if (nodes === null) return <TooLarge />
  return <Tree key={body.info.size} source={source} nodes={nodes} />
}

function TooLarge() {
  return (
    <EmptyState icon={<Braces />} title="Too large for a tree">
      The pretty view shows all of it, and finds in it.
    </EmptyState>
  )
}

function Tree({ source, nodes }: { readonly source: string; readonly nodes: readonly JsonNode[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const [closed, setClosed] = useState<ReadonlySet<number>>(() => initiallyClosed(nodes))
  const [active, setActive] = useState(0)
  const shown = useMemo(() => shownNodes(nodes, closed), [nodes, closed])
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 10,
  })

  const toggle = (index: number) => setClosed((before) => toggled(before, index))
  const move = (place: number) => {
    const index = shown[Math.max(0, Math.min(shown.length - 1, place))]
    if (index === undefined) return
    setActive(index)
    rows.scrollToIndex(shown.indexOf(index))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const place = shown.indexOf(active)
    const node = nodes[active]
    if (node === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const isOpen = node.children > 0 && !closed.has(active)
    if (event.key === 'ArrowDown') move(place + 1)
    else if (event.key === 'ArrowUp') move(place - 1)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(shown.length - 1)
    else if (event.key === 'ArrowRight' && isOpen) move(place + 1)
    else if (event.key === 'ArrowRight' && node.children > 0) toggle(active)
    else if (event.key === 'ArrowLeft' && isOpen) toggle(active)
    else if (event.key === 'ArrowLeft') move(shown.indexOf(node.parent))
    else if (event.key === 'Enter' && node.children > 0) toggle(active)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div
      ref={scroller}
      role="tree"
      aria-label="Body, tree"
      tabIndex={0}
      aria-activedescendant={`json-${active}`}
      onKeyDown={onKeyDown}
      className="group/tree min-h-0 flex-1 overflow-auto py-2 font-mono text-small -outline-offset-2"
    >
      <div className="relative" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((item) => {
          const index = shown[item.index] as number
          return (
            <div
              key={index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${item.start}px)`, height: ROW }}
            >
              <TreeRow
                source={source}
                nodes={nodes}
                index={index}
                isOpen={!closed.has(index)}
                isActive={index === active}
                onPress={() => {
                  setActive(index)
                  if ((nodes[index]?.children ?? 0) > 0) toggle(index)
                }}
              />
            </div>
          )
        })}
      </div>
    </div>
  )
}

interface TreeRowProps {
  readonly source: string
  readonly nodes: readonly JsonNode[]
  readonly index: number
  readonly isOpen: boolean
  readonly isActive: boolean
  onPress(): void
}

function TreeRow({ source, nodes, index, isOpen, isActive, onPress }: TreeRowProps) {
  const node = nodes[index] as JsonNode
  const hasChildren = node.children > 0
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the tree has the focus and names its active row.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree handles the keys for all its rows.
    <div
      id={`json-${index}`}
      role="treeitem"
      aria-level={node.depth + 1}
      aria-selected={isActive}
      {...(hasChildren ? { 'aria-expanded': isOpen } : {})}
      onClick={onPress}
      className={classNames(
        'group/row flex h-full items-center gap-1 pr-2 hover:bg-raised',
        isActive && 'group-focus/tree:bg-accent-soft',
      )}
      style={{ paddingLeft: 12 + Math.min(node.depth, 40) * 14 }}
    >
      <ChevronRight
        aria-hidden
        className={classNames('size-3.5 shrink-0 text-faint', !hasChildren && 'invisible', isOpen && 'rotate-90')}
      />
      {node.key !== null && (
        <span className="shrink-0 text-code-key">
          <CapturedText text={source.slice(node.key.start + 1, node.key.end - 1)} />:
        </span>
      )}
      {node.key === null && node.parent >= 0 && <span className="shrink-0 text-faint">{node.place}:</span>}
      <span className={classNames('min-w-0 truncate', VALUE_COLOURS[node.kind])}>
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
            void copyText(valueText(source, node), 'Value')
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
  return source.slice(node.start, Math.min(node.end, node.start + 500))
}

/** A string without its quotes and escapes; anything else as it is spelled. */
function valueText(source: string, node: JsonNode): string {
  const spelled = source.slice(node.start, node.end)
  return node.kind === 'string' ? (JSON.parse(spelled) as string) : spelled
}

function initiallyClosed(nodes: readonly JsonNode[]): ReadonlySet<number> {
  if (nodes.length <= OPEN_VALUES) return new Set()
  return new Set(nodes.flatMap((node, index) => (node.children > 0 && node.depth >= OPEN_DEPTH ? [index] : [])))
}

function shownNodes(nodes: readonly JsonNode[], closed: ReadonlySet<number>): number[] {
  const shown: number[] = []
  for (let index = 0; index < nodes.length; index = closed.has(index) ? (nodes[index] as JsonNode).after : index + 1) {
    shown.push(index)
  }
  return shown
}

function toggled(set: ReadonlySet<number>, index: number): ReadonlySet<number> {
  const next = new Set(set)
  if (!next.delete(index)) next.add(index)
  return next
}
