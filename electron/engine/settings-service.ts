import type { HandlerInput } from '../../shared/contract/contract.ts'
import { DEFAULT_SETTINGS, type Settings, settings as settingsSchema } from '../../shared/settings/settings.ts'
import type { Log } from './log/log.ts'
import type { Store } from './store/store.ts'

const KEY = 'settings'

/** The user's settings, kept with the captures that they govern. */
export class SettingsService {
  private current: Settings
  private readonly store: Store
  private readonly changed: (settings: Settings) => void

  constructor(store: Store, changed: (settings: Settings) => void, log: Log) {
    this.store = store
    this.changed = changed
    this.current = readSettings(store.meta.get(KEY), log)
  }

  get(): Settings {
    return this.current
  }

  async set(changes: HandlerInput<'settings.set'>): Promise<Settings> {
    const next = settingsSchema.parse({ ...this.current, ...changes })
    await this.store.queue.write(() => this.store.meta.set(KEY, JSON.stringify(next)))
    this.current = next
    this.changed(next)
    return next
  }
}

/** A value that is missing, or that this version cannot read, falls back to its default. */
function readSettings(json: string | null, log: Log): Settings {
  if (json === null) return DEFAULT_SETTINGS
  const kept = settingsSchema.safeParse({ ...DEFAULT_SETTINGS, ...(JSON.parse(json) as object) })
  if (kept.success) return kept.data
  log.warn('The settings could not be read; defaults are used', { issue: kept.error.issues[0]?.message })
  return DEFAULT_SETTINGS
}
