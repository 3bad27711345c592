import type { Channel, Handlers } from '../../shared/contract/contract.ts'
import { contract } from '../../shared/contract/contract.ts'
import type { EngineEvent } from '../../shared/contract/events.ts'
import { type Engine, type EngineOptions, startEngine } from './engine.ts'
import { putBack, replaceDatabase } from './storage/replace-database.ts'

/**
 * An engine that can be given another database: it ends and another one starts in its place, behind the same handlers and
 * for the same listeners, who see by `startedAt` that nothing they knew counts any more. Meanwhile nothing is received:
 * senders meet a closed port for about a second, and try again.
 */
export async function startRestorableEngine(options: EngineOptions): Promise<Engine> {
  const listeners = new Set<(event: EngineEvent) => void>()
  const tell = (event: EngineEvent): void => {
    for (const listener of listeners) listener(event)
  }
  let uiUrl: string | null = null
  let engine = await start(options)

  async function start(as: EngineOptions): Promise<Engine> {
    const started = await startEngine({ ...as, restore })
    started.subscribe(tell)
    return started
  }

  async function restore(backup: string): Promise<{ setAside: string }> {
    const { receiver, tunnel } = engine.state()
    // Senders know this port, whatever the settings of the other database say.
    const same = { ...options, receiver: options.receiver && { ...options.receiver, port: receiver.port } }
    const wasOpen = tunnel.kind !== 'off'
    await engine.close()
    const setAside = replaceDatabase(options.dataFolder, backup)
    try {
      engine = await start(same)
    } catch (error) {
      putBack(options.dataFolder, setAside)
      engine = await start(same)
      throw error
    } finally {
      engine.setUiUrl(uiUrl)
      if (wasOpen) engine.openTunnel()
      tell({ event: 'engine.changed', state: engine.state() })
    }
    options.log.info('Another database was put in place', { setAside })
    return { setAside }
  }

  return {
    handlers: delegating(() => engine.handlers),
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    openContent: (ref) => engine.openContent(ref),
    openExport: (id) => engine.openExport(id),
    receiveUpload: (bytes) => engine.receiveUpload(bytes),
    receiveImport: (bytes) => engine.receiveImport(bytes),
    state: () => engine.state(),
    setUiUrl: (url) => {
      uiUrl = url
      engine.setUiUrl(url)
    },
    openTunnel: (overrides) => engine.openTunnel(overrides),
    reopenTunnel: () => engine.reopenTunnel(),
    close: () => engine.close(),
  }
}

/** Handlers that ask whichever engine there is when they are called. */
function delegating(current: () => Handlers): Handlers {
  const channels = Object.keys(contract) as Channel[]
  const entries = channels.map((channel) => [channel, (input: never) => current()[channel](input)])
  return Object.fromEntries(entries) as Handlers
}
