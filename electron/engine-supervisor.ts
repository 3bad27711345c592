import type { CallError, Reply } from '../shared/contract/errors.ts'
import type { EngineEvent } from '../shared/contract/events.ts'
import type { EngineChannel } from './engine-channel.ts'
import { createIpcClient, type IpcClient } from './transport/ipc/ipc-client.ts'
import { isKind } from './transport/ipc/ipc-messages.ts'
import type { EngineLifeMessage, ShellLifeMessage } from './transport/ipc/life-messages.ts'

const RESTARTS_A_MINUTE = 5
const MINUTE_MS = 60_000
const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 4_000
/** How long an engine may take to finish its commits and close its files. */
const STOP_MS = 5_000

export type EngineStatus =
  | { readonly kind: 'starting' }
  | { readonly kind: 'up'; readonly socketPath: string; readonly token: string }
  /** It died and is being started again. */
  | { readonly kind: 'restarting' }
  /** It is not started again by itself. `first`: it never came up. */
  | { readonly kind: 'given-up'; readonly error: CallError; readonly first: boolean }
  | { readonly kind: 'stopped' }

/** Keeps an engine running, and carries calls and events to the one that runs now. */
export interface EngineSupervisor {
  status(): EngineStatus
  onStatus(listener: (status: EngineStatus) => void): () => void
  /** Waits for the first start; while the engine is away later, answers `unavailable`. */
  call(channel: string, input: unknown): Promise<Reply<unknown>>
  subscribe(listener: (event: EngineEvent) => void): () => void
  /** Starts it: the first time, or anew after it was given up. */
  start(): void
  /** Lets it end cleanly, within a few seconds. */
  stop(): Promise<void>
}

export function superviseEngine(launch: () => EngineChannel): EngineSupervisor {
  const statusListeners = new Set<(status: EngineStatus) => void>()
  const eventListeners = new Set<(event: EngineEvent) => void>()
  const deaths: number[] = []
  let status: EngineStatus = { kind: 'starting' }
  let running: { readonly channel: EngineChannel; readonly client: IpcClient } | null = null
  let hasBeenUp = false
  let pause: NodeJS.Timeout | undefined

  function setStatus(next: EngineStatus): void {
    status = next
    for (const listener of statusListeners) listener(next)
  }

  function start(): void {
    if (status.kind === 'given-up') setStatus({ kind: hasBeenUp ? 'restarting' : 'starting' })
    let failure: CallError | null = null
    let channel: EngineChannel
    try {
      channel = launch()
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      setStatus({ kind: 'given-up', error: { kind: 'unavailable', message }, first: !hasBeenUp })
      return
    }
    const client = createIpcClient(channel)
    client.subscribe((event) => {
      for (const listener of eventListeners) listener(event)
    })
    channel.onMessage((message) => {
      if (!isKind<EngineLifeMessage>(message, ['ready', 'failed'])) return
      if (message.kind === 'failed') {
        failure = message.error
        channel.post({ kind: 'stop' } satisfies ShellLifeMessage)
      } else if (status.kind !== 'stopped') {
        hasBeenUp = true
        setStatus({ kind: 'up', socketPath: message.socketPath, token: message.token })
      }
    })
    channel.onExit((how) => {
      running = null
      if (status.kind !== 'stopped') recover(how, failure)
    })
    running = { channel, client }
  }

  function recover(how: string, failure: CallError | null): void {
    const now = performance.now()
    deaths.push(now)
    while (deaths[0] !== undefined && now - deaths[0] > MINUTE_MS) deaths.shift()
    if (failure && !hasBeenUp) {
      setStatus({ kind: 'given-up', error: failure, first: true })
    } else if (deaths.length > RESTARTS_A_MINUTE) {
      const count = deaths.length
      deaths.length = 0
      const why = failure?.message ?? `It last ${how}.`
      const message = `The engine ended ${count} times within a minute and was not started again. ${why} The log says more.`
      setStatus({ kind: 'given-up', error: { kind: 'unavailable', message }, first: !hasBeenUp })
    } else {
      setStatus({ kind: hasBeenUp ? 'restarting' : 'starting' })
      pause = setTimeout(start, Math.min(FIRST_PAUSE_MS * 2 ** (deaths.length - 1), LONGEST_PAUSE_MS))
    }
  }

  function settled(): Promise<void> {
    return new Promise((resolve) => {
      const check = (now: EngineStatus): void => {
        if (now.kind === 'starting') return
        statusListeners.delete(check)
        resolve()
      }
      statusListeners.add(check)
      check(status)
    })
  }

  return {
    status: () => status,
    onStatus(listener) {
      statusListeners.add(listener)
      return () => statusListeners.delete(listener)
    },
    async call(channel, input) {
      if (status.kind === 'starting') await settled()
      if (status.kind === 'up' && running) return running.client.call(channel, input)
      return { ok: false, error: whyAway(status) }
    },
    subscribe(listener) {
      eventListeners.add(listener)
      return () => eventListeners.delete(listener)
    },
    start,
    async stop() {
      clearTimeout(pause)
      setStatus({ kind: 'stopped' })
      const ending = running?.channel
      if (!ending) return
      await new Promise<void>((resolve) => {
        const tooLong = setTimeout(() => ending.kill(), STOP_MS)
        ending.onExit(() => {
          clearTimeout(tooLong)
          resolve()
        })
        ending.post({ kind: 'stop' } satisfies ShellLifeMessage)
      })
    },
  }
}

function whyAway(status: EngineStatus): CallError {
  if (status.kind === 'given-up') return status.error
  if (status.kind === 'stopped') return { kind: 'unavailable', message: 'Hookbench is closing.' }
  return { kind: 'unavailable', message: 'The engine ended and is being started again. Try again in a moment.' }
}
