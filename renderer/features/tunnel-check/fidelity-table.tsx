import { Check, CircleMinus, Replace, X } from 'lucide-react'
import type { ReactNode } from 'react'
import {
  FIDELITY_ITEM_FACTS,
  type FidelityChange,
  type FidelityGroup,
  type FidelityItem,
  type FidelityResult,
} from '../../../shared/tunnel/fidelity.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { formatDuration } from '../../ui/format-duration.ts'

const GROUPS: ReadonlyArray<readonly [FidelityGroup, string]> = [
  ['headers', 'Headers'],
  ['path', 'Path'],
  ['methods', 'Methods'],
  ['body', 'Body'],
  ['load', 'Load'],
]

/** Kept, changed or refused: each thing that was tried, in groups. */
export function FidelityTable({ items }: { readonly items: readonly FidelityItem[] }) {
  return (
    <table aria-label="What the tunnel changes" className="w-full border-collapse text-left text-small">
      <thead className="text-dim">
        <tr>
          <th scope="col" className="w-44 py-1 pr-3 font-medium">
            Tried
          </th>
          <th scope="col" className="w-24 py-1 pr-3 font-medium">
            Result
          </th>
          <th scope="col" className="py-1 pr-3 font-medium">
            What happened
          </th>
          <th scope="col" className="w-16 py-1 text-right font-medium">
            Took
          </th>
        </tr>
      </thead>
      {GROUPS.map(([group, label]) => (
        <Group key={group} label={label} items={items.filter(({ id }) => FIDELITY_ITEM_FACTS[id].group === group)} />
      ))}
    </table>
  )
}

function Group({ label, items }: { readonly label: string; readonly items: readonly FidelityItem[] }) {
  if (items.length === 0) return null
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={4} className="pt-3 pb-1 font-medium">
          {label}
        </th>
      </tr>
      {items.map(({ id, result }) => (
        <tr key={id} className="border-t border-line align-top">
          <th scope="row" className="py-1 pr-3 font-normal" title={FIDELITY_ITEM_FACTS[id].what}>
            {FIDELITY_ITEM_FACTS[id].label}
          </th>
          <td className="py-1 pr-3">
            <ResultBadge kind={result.kind} />
          </td>
          <td className="min-w-0 py-1 pr-3 break-words">
            <What result={result} />
          </td>
          <td className="py-1 text-right text-dim tabular-nums">{'ms' in result && formatDuration(result.ms)}</td>
        </tr>
      ))}
    </tbody>
  )
}

const BADGES: Readonly<Record<FidelityResult['kind'], { tone: Tone; icon: ReactNode; label: string }>> = {
  kept: { tone: 'ok', icon: <Check aria-hidden className="size-3" />, label: 'kept' },
  changed: { tone: 'warn', icon: <Replace aria-hidden className="size-3" />, label: 'changed' },
  refused: { tone: 'bad', icon: <X aria-hidden className="size-3" />, label: 'refused' },
  'not-tried': { tone: 'neutral', icon: <CircleMinus aria-hidden className="size-3" />, label: 'not tried' },
}

function ResultBadge({ kind }: { readonly kind: FidelityResult['kind'] }) {
  const { tone, icon, label } = BADGES[kind]
  return (
    <Badge tone={tone}>
      {icon}
      {label}
    </Badge>
  )
}

function What({ result }: { readonly result: FidelityResult }) {
  switch (result.kind) {
    case 'kept':
      return result.note
    case 'not-tried':
      return result.why
    case 'refused':
      return result.how
    case 'changed':
      return (
        <>
          {result.how}
          {result.changes.length > 0 && (
            <details>
              <summary className="text-dim">
                {result.changes.length === 1 ? 'What changed' : `${result.changes.length} changes`}
              </summary>
              <ul className="flex flex-col gap-1 pt-1">
                {result.changes.map((change) => (
                  <li key={JSON.stringify(change)}>
                    <ChangeLine change={change} />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </>
      )
  }
}

function ChangeLine({ change: { what, sent, arrived } }: { readonly change: FidelityChange }) {
  return (
    <span className="break-all">
      <CapturedText text={what} />: <Sent text={sent} /> → <Sent text={arrived} />
    </span>
  )
}

function Sent({ text }: { readonly text: string | null }) {
  if (text === null) return <span className="text-dim">nothing</span>
  return (
    <code className="font-mono">
      <CapturedText text={text} />
    </code>
  )
}
