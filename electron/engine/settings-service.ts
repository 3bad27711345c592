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
  private readonly log: Log

  constructor(store: Store, changed: (settings: Settings) => void, log: Log) {
    this.store = store
    this.changed = changed
    this.log = log
    this.current = this.kept()
  }

  get(): Settings {
    return this.current
  }

  async set(changes: HandlerInput<'settings.set'>): Promise<Settings> {
    const next = await this.store.queue.write(() => {
      // From the store, not from memory: a change that was asked for at the same time may not have been taken over yet.
      const kept = this.kept()
      const next = settingsSchema.parse({ ...kept, ...changes, tunnel: { ...kept.tunnel, ...changes.tunnel } })
      this.store.meta.set(KEY, JSON.stringify(next))
      return next
    })
    this.current = next
    this.changed(next)
    return next
  }

  private kept(): Settings {
    return readSettings(this.store.meta, this.log)
  }
}

/** What this version cannot read falls back to the defaults; so does a single value that is missing. */
export function readSettings(meta: Pick<Store['meta'], 'get'>, log: Pick<Log, 'warn'>): Settings {
  const json = meta.get(KEY)
  if (json === null) return DEFAULT_SETTINGS
  try {
    const kept = JSON.parse(json) as Record<string, unknown>
    return settingsSchema.parse({ ...DEFAULT_SETTINGS, ...kept, tunnel: keptTunnel(kept.tunnel) })
  } catch (error) {
    log.warn('The settings could not be read; defaults are used', { error: String(error) })
    return DEFAULT_SETTINGS
  }
}

/** Before there were several kinds of tunnels, localtunnel's settings stood in the place of all. */
function keptTunnel(kept: unknown): unknown {
  if (typeof kept !== 'object' || kept === null) return DEFAULT_SETTINGS.tunnel
  return { ...DEFAULT_SETTINGS.tunnel, ...('host' in kept ? { localtunnel: kept } : kept) }
}
