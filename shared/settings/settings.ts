import { z } from 'zod'
import { DEFAULT_REDACTION_RULES, redactionRules } from '../redact/redaction-rules.ts'
import { DEFAULT_TUNNEL_SETTINGS, tunnelSettings } from '../tunnel/tunnel-settings.ts'

export const GIB = 1024 ** 3

/** How long captures stay. The first limit that is reached removes the oldest; pinned ones stay. */
export const retentionSettings = z.object({
  maxAgeDays: z.number().positive().max(36_500).nullable(),
  maxCaptures: z.number().int().min(1).max(100_000_000),
  /** Bytes of used database pages. */
  maxBytes: z
    .number()
    .int()
    .min(16 * 1024 * 1024),
})

export const settings = z.object({
  /** Taken at the next start. */
  receiverPort: z.number().int().min(1).max(65_535),
  /** Taken at the next start. The headless screen's. */
  uiPort: z.number().int().min(1).max(65_535),
  retention: retentionSettings,
  theme: z.enum(['system', 'dark', 'light']),
  tunnel: tunnelSettings,
  /** What is taken out before sharing. */
  redaction: redactionRules,
})

export const DEFAULT_SETTINGS: Settings = {
  receiverPort: 4665,
  uiPort: 4666,
  retention: { maxAgeDays: null, maxCaptures: 100_000, maxBytes: 5 * GIB },
  theme: 'system',
  tunnel: DEFAULT_TUNNEL_SETTINGS,
  redaction: DEFAULT_REDACTION_RULES,
}

export type Settings = z.infer<typeof settings>
export type RetentionSettings = z.infer<typeof retentionSettings>
