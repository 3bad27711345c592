import { Check, PackageX } from 'lucide-react'
import { TUNNEL_KIND_FACTS, type TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelAvailability } from '../../../shared/tunnel/tunnel-state.ts'
import { SmallTitle } from '../../ui/small-title.tsx'

interface KindFactsProps {
  readonly kind: TunnelKindId
  readonly availability: TunnelAvailability | undefined
}

/** What a kind of tunnel cannot do, and whether it is here: to know before choosing it. */
export function KindFacts({ kind, availability }: KindFactsProps) {
  const { label, limits } = TUNNEL_KIND_FACTS[kind]
  return (
    <section aria-label={`About ${label}`} className="flex flex-col gap-2">
      <Availability availability={availability} />
      <SmallTitle>What it changes and cannot do</SmallTitle>
      <dl className="grid grid-cols-[auto_1fr] gap-x-3 gap-y-1 text-small">
        {limits.map(({ about, text }) => (
          <div key={about} className="contents">
            <dt className="text-dim">{about}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Availability({ availability }: { readonly availability: TunnelAvailability | undefined }) {
  if (availability === undefined) return <p className="text-small text-dim">Looking whether it can be used here…</p>
  if (availability.kind === 'missing') {
    return (
      <p className="flex gap-2 rounded-lg bg-warn-soft px-2.5 py-1.5 text-small text-warn">
        <PackageX aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        <span className="min-w-0 break-words">
          {availability.reason} {availability.advice}
        </span>
      </p>
    )
  }
  return (
    <p className="flex items-center gap-1.5 text-small text-ok">
      <Check aria-hidden className="size-3.5" /> Ready to be used here
      {availability.version !== null && `, version ${availability.version}`}
    </p>
  )
}
