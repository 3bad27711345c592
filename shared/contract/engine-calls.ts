import { z } from 'zod'
import { engineState } from '../engine/engine-state.ts'
import { settings } from '../settings/settings.ts'
import { tunnelSettings } from '../tunnel/tunnel-settings.ts'

export const engineCalls = {
  'engine.state': { input: z.object({}), output: engineState },
  'engine.dismissNotice': { input: z.object({ id: z.string() }), output: z.object({}) },
  'settings.get': { input: z.object({}), output: settings },
  /** Only what is given changes, of the tunnel's settings too. Ports are taken at the next start. */
  'settings.set': {
    input: settings.partial().extend({ tunnel: tunnelSettings.partial().optional() }),
    output: settings,
  },
  /** The end of the log: at most 1,000 lines, oldest first. */
  'log.tail': {
    input: z.object({ lines: z.number().int().min(1).max(1000).default(200) }),
    output: z.object({ file: z.string(), lines: z.array(z.string()) }),
  },
  /** Versions, states and counts to paste into a bug report: no captured content, no secrets. */
  'engine.diagnostics': { input: z.object({}), output: z.object({ text: z.string() }) },
} as const
