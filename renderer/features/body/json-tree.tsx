import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react'
import { type JsonNode, jsonTree } from '../../../shared/body/json-tree.ts'
import type { KnownMoment } from '../readings/relative-time.ts'
import { JsonTreeRow, TREE_ROW_HEIGHT } from './json-tree-row.tsx'
import { readNode } from './node-value.ts'
import { ancestorsOf, initiallyClosed, rowKey, type TreeRow, type TreeText, treeRows } from './tree-rows.ts'
import type { UsedJsonPath } from './use-json-path.ts'
import { ValuePanel } from './value-panel.tsx'

/** What a string holds may be as large as the body itself. */
const MOST_INSIDE = 100_000

interface JsonTreeProps {
  readonly root: TreeText
  readonly beside: KnownMoment
  readonly path: UsedJsonPath
}

/** The values of a JSON text, open and closed; below them what there is to say about the active one. */
export function JsonTree({ root, beside, path }: JsonTreeProps) {
  const scroller = useRef<HTMLDivElement>(null)
  const [closed, setClosed] = useState<ReadonlySet<string>>(() => new Set(initiallyClosed(root)))
  const [expanded, setExpanded] = useState<ReadonlyMap<string, TreeText>>(new Map())
  /** The string whose content is shown in the panel. */
  const [opened, setOpened] = useState<string | null>(null)
  const [active, setActive] = useState('0')
  const shown = useMemo(() => treeRows(root, closed, expanded), [root, closed, expanded])
  const found = useMemo(() => new Set(path.matches.map(({ node }) => rowKey('', node))), [path.matches])
  const rows = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => TREE_ROW_HEIGHT,
    overscan: 10,
  })
  const place = shown.findIndex(({ key }) => key === active)
  const row = shown[place] ?? null

  const currentNode = path.matches[path.current]?.node
  useEffect(() => {
    if (currentNode === undefined) return
    const above = ancestorsOf(root, currentNode)
    setClosed((before) => without(before, above))
    setActive(rowKey('', currentNode))
  }, [root, currentNode])

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls whenever another one is active, and it may have come into view only now.
  useEffect(() => {
    if (place >= 0) rows.scrollToIndex(place)
  }, [active, place === -1])

  // What is shown of its content takes room from the tree.
  useEffect(() => {
    if (opened !== null) document.getElementById(`json-${opened}`)?.scrollIntoView({ block: 'nearest' })
  }, [opened])

  const move = (to: number) => {
    const next = shown[Math.max(0, Math.min(shown.length - 1, to))]
    if (next !== undefined) setActive(next.key)
  }
  /** Opens or closes what a row holds: values, JSON in a string, or what is encoded in one. */
  const toggle = (one: TreeRow) => {
    const { key } = one
    if (nodeOf(one).children > 0 || expanded.has(key)) {
      setClosed((before) => toggled(before, key))
      return
    }
    const inside = readNode(one)?.inside ?? null
    if (inside?.kind === 'json') expand(one, inside.text)
    else if (inside !== null) setOpened(opened === key ? null : key)
  }
  const expand = ({ key }: TreeRow, source: string) => {
    const nodes = jsonTree(source, MOST_INSIDE)
    if (nodes === null) return
    const text = { source, nodes }
    setExpanded((before) => new Map(before).set(key, text))
    setClosed((before) => new Set([...before, ...initiallyClosed(text, key)]))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (row === null || event.ctrlKey || event.metaKey || event.altKey) return
    const holds = nodeOf(row).children > 0 || expanded.has(row.key)
    const isOpen = holds && !closed.has(row.key)
    if (event.key === 'ArrowDown') move(place + 1)
    else if (event.key === 'ArrowUp') move(place - 1)
    else if (event.key === 'Home') move(0)
    else if (event.key === 'End') move(shown.length - 1)
    else if (event.key === 'ArrowRight' && isOpen) move(place + 1)
    else if (event.key === 'ArrowRight' && holds) toggle(row)
    else if (event.key === 'ArrowLeft' && isOpen) toggle(row)
    else if (event.key === 'ArrowLeft') setActive(row.parentKey ?? row.key)
    else if (event.key === 'Enter') toggle(row)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <>
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
            const one = shown[item.index] as TreeRow
            return (
              <div
                key={one.key}
                className="absolute inset-x-0 top-0"
                style={{ transform: `translateY(${item.start}px)`, height: TREE_ROW_HEIGHT }}
              >
                <JsonTreeRow
                  row={one}
                  isOpen={!closed.has(one.key)}
                  isExpanded={expanded.has(one.key)}
                  isActive={one.key === active}
                  isFound={found.has(one.key)}
                  beside={beside}
                  onPress={() => {
                    setActive(one.key)
                    if (nodeOf(one).children > 0 || expanded.has(one.key)) toggle(one)
                  }}
                />
              </div>
            )
          })}
        </div>
      </div>
      {row !== null && (
        <ValuePanel
          key={row.key}
          row={row}
          beside={beside}
          isOpened={opened === row.key}
          isExpanded={expanded.has(row.key) && !closed.has(row.key)}
          onToggle={() => toggle(row)}
        />
      )}
    </>
  )
}

function nodeOf({ text, index }: TreeRow): JsonNode {
  return text.nodes[index] as JsonNode
}

function toggled(set: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(set)
  if (!next.delete(key)) next.add(key)
  return next
}

function without(set: ReadonlySet<string>, keys: readonly string[]): ReadonlySet<string> {
  if (!keys.some((key) => set.has(key))) return set
  const next = new Set(set)
  for (const key of keys) next.delete(key)
  return next
}
