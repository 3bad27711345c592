import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { deliveryDetail, deliverySummary } from '../delivery/delivery.ts'
import { replayRequest, replayRun, replayRunRequest } from '../delivery/replay-request.ts'
import { savedTarget } from '../delivery/target.ts'

export const deliveryCalls = {
  /** Deliveries of a capture, newest first, at most 200. */
  'deliveries.list': { input: z.object({ captureId }), output: z.array(deliverySummary) },
  'deliveries.get': { input: z.object({ id: z.uuid() }), output: deliveryDetail },
  /** Sends, waits for the outcome and keeps both. A failed delivery is an outcome, not an error. */
  'replay.send': { input: replayRequest, output: deliveryDetail },
  /** Starts replaying several captures; progress comes as `replay.run` events. */
  'replay.startRun': { input: replayRunRequest, output: replayRun },
  /** Cancels a running delivery or run by its id. */
  'replay.cancel': { input: z.object({ id: z.uuid() }), output: z.object({ cancelled: z.boolean() }) },
  /** Runs since the engine started, newest first. */
  'replay.runs': { input: z.object({}), output: z.array(replayRun) },

  /** Saved targets by name, then those used last. */
  'targets.list': { input: z.object({}), output: z.array(savedTarget) },
  'targets.save': { input: savedTarget.omit({ lastUsedAt: true }), output: savedTarget },
  'targets.delete': { input: z.object({ url: z.string() }), output: z.object({}) },
} as const
