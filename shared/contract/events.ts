import { z } from 'zod'
import { captureId, captureSummary } from '../capture/capture.ts'
import { deliverySummary } from '../delivery/delivery.ts'
import { replayRun } from '../delivery/replay-request.ts'
import { endpointIgnoreRules } from '../diff/ignore-rule.ts'
import { endpoint, endpointSlug } from '../endpoint/endpoint.ts'
import { engineState } from '../engine/engine-state.ts'
import { exportJob } from '../export/export-job.ts'
import { importJob } from '../import/import-job.ts'
import { savedFilter } from '../search/saved-filter.ts'
import { settings } from '../settings/settings.ts'
import { fidelityState } from '../tunnel/fidelity.ts'

/** What the engine tells by itself. Each is batched: at most 20 a second of a kind. */
export const engineEvent = z.discriminatedUnion('event', [
  /**
   * Captures that are new, changed or gone since the counter was `from`; now it is `to`. A screen whose counter is not
   * `from` has missed something and asks `captures.changes`. `overflow`: too many to carry; ask likewise.
   */
  z.object({
    event: z.literal('captures.changed'),
    from: z.number().int(),
    to: z.number().int(),
    captures: z.array(captureSummary),
    deletedIds: z.array(captureId),
    overflow: z.boolean(),
  }),
  /** All endpoints anew, with their counts. */
  z.object({ event: z.literal('endpoints.changed'), endpoints: z.array(endpoint) }),
  /** The secrets of an endpoint are others. */
  z.object({ event: z.literal('secrets.changed'), endpoint: endpointSlug }),
  z.object({ event: z.literal('deliveries.added'), deliveries: z.array(deliverySummary) }),
  z.object({ event: z.literal('replay.run'), run: replayRun }),
  z.object({ event: z.literal('export.job'), job: exportJob }),
  z.object({ event: z.literal('import.job'), job: importJob }),
  /** A check of the tunnel began, went on or ended. */
  z.object({ event: z.literal('tunnel.check'), state: fidelityState }),
  z.object({ event: z.literal('targets.changed') }),
  /** Types of events say more than before. */
  z.object({ event: z.literal('types.changed') }),
  z.object({ event: z.literal('filters.changed'), filters: z.array(savedFilter) }),
  /** The ignore rules of all endpoints anew. */
  z.object({ event: z.literal('ignoreRules.changed'), rules: z.array(endpointIgnoreRules) }),
  z.object({ event: z.literal('engine.changed'), state: engineState }),
  z.object({ event: z.literal('settings.changed'), settings }),
])

export type EngineEvent = z.infer<typeof engineEvent>
export type EngineEventOf<Name extends EngineEvent['event']> = Extract<EngineEvent, { event: Name }>
