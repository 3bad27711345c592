import { TUNNEL_KIND_FACTS, TUNNEL_KINDS, type TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelAvailability } from '../../../shared/tunnel/tunnel-state.ts'
import { Badge } from '../../ui/badge.tsx'
import { ChoiceCards } from '../../ui/choice-cards.tsx'

interface KindListProps {
  readonly value: TunnelKindId
  /** The one that is used now. */
  readonly used: TunnelKindId
  /** Null: not known yet. */
  readonly availability: ((kind: TunnelKindId) => TunnelAvailability | undefined) | null
  onChange(kind: TunnelKindId): void
}

/** Every kind of tunnel in a sentence, and whether it can be used here. */
export function KindList({ value, used, availability, onChange }: KindListProps) {
  return (
    <ChoiceCards
      label="Kind of tunnel"
      value={value}
      onChange={onChange}
      options={TUNNEL_KINDS.map((kind) => ({
        value: kind,
        label: TUNNEL_KIND_FACTS[kind].label,
        mark: <Mark isUsed={kind === used} availability={availability?.(kind)} />,
        hint: TUNNEL_KIND_FACTS[kind].what,
      }))}
    />
  )
}

function Mark({
  isUsed,
  availability,
}: {
  readonly isUsed: boolean
  readonly availability: TunnelAvailability | undefined
}) {
  if (availability?.kind === 'missing') return <Badge tone="warn">not installed</Badge>
  return isUsed ? <Badge tone="accent">in use</Badge> : null
}
