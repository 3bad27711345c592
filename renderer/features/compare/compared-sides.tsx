import { type KeyboardEvent, useMemo, useRef, useState } from 'react'
import { compareHeads } from '../../../shared/diff/compare-heads.ts'
import { type Comparison, countedChanges } from '../../../shared/diff/comparison.ts'
import { IgnoreRules } from '../../../shared/diff/ignore-rules.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { BodyTab } from './body-tab.tsx'
import { ChangeRows } from './change-rows.tsx'
import { copyComparison, copyPatch } from './copy-comparison.ts'
import { takeRules } from './ignore-rule-actions.ts'
import type { Side } from './load-side.ts'
import { RulesBar } from './rules-bar.tsx'
import { SidesHead } from './sides-head.tsx'
import { useIgnoreRules } from './use-ignore-rules.ts'
import { usePair, usePairAnswer } from './use-pair.ts'

type ComparePart = 'body' | 'headers' | 'target' | 'status'

interface ComparedSidesProps {
  readonly left: Side
  readonly right: Side
  swap(): void
  onClose(): void
}

/** Two sides, part by part. */
export function ComparedSides({ left, right, swap, onClose }: ComparedSidesProps) {
  const endpoint = right.endpoint ?? left.endpoint
  const rules = useIgnoreRules(endpoint)
  const [part, setPart] = useState<ComparePart>('body')
  const used = usePair(left, right)
  const hadFocus = useRef(false)
  const heads = useMemo(() => compareHeads(left.head, right.head, new IgnoreRules(rules)), [left, right, rules])
  const pair = used.pair.kind === 'there' ? used.pair.value : null
  const body = usePairAnswer(pair, 'compare', { rules: [...rules] })
  const ignore = (rule: string) => void takeRules(endpoint, rules, [rule])
  const parts: ReadonlyArray<readonly [ComparePart, string, Comparison | null]> = [
    ['headers', 'Headers', heads.headers],
    ['target', 'Path and query', heads.target],
    ['status', 'Status', heads.status],
  ]
  const hidden = [body.kind === 'there' ? body.value : null, ...parts.map(([, , comparison]) => comparison)].flatMap(
    (comparison) => comparison?.hidden ?? [],
  )
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 's' || event.ctrlKey || event.metaKey || event.altKey) return
    if (event.target instanceof Element && event.target.closest('input, textarea, .monaco-editor')) return
    event.preventDefault()
    swap()
  }

  return (
    <Dialog
      open
      title="Compare"
      description={<SidesHead left={left} right={right} swap={swap} />}
      width="wide"
      onClose={onClose}
      actions={
        <>
          <Button disabled={pair?.info.isJson !== true} onClick={() => pair && void copyPatch(pair, rules)}>
            Copy as JSON Patch
          </Button>
          <Button
            disabled={body.kind !== 'there'}
            onClick={() =>
              body.kind === 'there' &&
              void copyComparison([left, right], rules, [['Body', body.value], ...named(parts)])
            }
          >
            Copy as text
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: a key for all that is in it. */}
      <div className="-m-4 flex h-[66vh] flex-col" onKeyDown={onKeyDown}>
        <Tabs<ComparePart>
          label="What is compared"
          value={parts.some(([value, , comparison]) => value === part && comparison === null) ? 'body' : part}
          onChange={setPart}
          items={[
            {
              value: 'body',
              label: 'Body',
              count: body.kind === 'there' ? countedChanges(body.value.counts) : undefined,
              content: (
                <BodyTab used={used} comparison={body} sides={[left, right]} hadFocus={hadFocus} ignore={ignore} />
              ),
            },
            ...parts.flatMap(([value, label, comparison]) =>
              comparison === null
                ? []
                : [
                    {
                      value,
                      label,
                      count: countedChanges(comparison.counts),
                      content: (
                        <ChangeRows
                          label={`Differences of ${label.toLowerCase()}`}
                          comparison={comparison}
                          ignore={ignore}
                        />
                      ),
                    },
                  ],
            ),
          ]}
        />
        <RulesBar
          side={right.ref.kind === 'capture' ? right : left}
          endpoint={endpoint}
          rules={rules}
          hidden={body.kind === 'there' ? hidden : null}
        />
      </div>
    </Dialog>
  )
}

function named(
  parts: ReadonlyArray<readonly [ComparePart, string, Comparison | null]>,
): Array<readonly [string, Comparison]> {
  return parts.flatMap(([, label, comparison]) => (comparison === null ? [] : [[label, comparison] as const]))
}
