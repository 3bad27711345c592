import type { DeliveryTimings } from '../../../shared/delivery/delivery.ts'
import { formatDuration } from '../../ui/format-duration.ts'
import { type Phase, phasesOf } from './phases.ts'

const COLOURS: Record<Phase['name'], string> = {
  DNS: 'bg-code-number',
  Connect: 'bg-warn',
  TLS: 'bg-code-string',
  'First byte': 'bg-accent',
  Body: 'bg-ok',
}

/** Where the time went, to scale, and in numbers. */
export function TimingsBar({ timings }: { readonly timings: DeliveryTimings }) {
  const phases = phasesOf(timings)
  return (
    <div className="flex flex-col gap-1.5">
      {phases.length > 0 && (
        <div aria-hidden className="flex h-1.5 gap-px overflow-hidden rounded-full bg-raised">
          {phases.map((phase) => (
            <span
              key={phase.name}
              className={`${COLOURS[phase.name]} min-w-0.5`}
              style={{ flexGrow: phase.ms + 0.0001 }}
            />
          ))}
        </div>
      )}
      <dl className="flex flex-wrap gap-x-4 gap-y-0.5 text-small text-dim">
        {phases.map((phase) => (
          <div key={phase.name} className="flex items-center gap-1.5">
            <span aria-hidden className={`size-1.5 rounded-full ${COLOURS[phase.name]}`} />
            <dt>{phase.name}</dt>
            <dd className="font-mono text-text">{formatDuration(phase.ms)}</dd>
          </div>
        ))}
        <div className="flex gap-1.5">
          <dt>Total</dt>
          <dd className="font-mono text-text">{formatDuration(timings.total)}</dd>
        </div>
      </dl>
    </div>
  )
}
