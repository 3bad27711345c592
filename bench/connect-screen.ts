import { connectEngine, type EngineClient } from '../electron/transport/http/client.ts'
import type { Call } from '../shared/contract/contract.ts'

export interface BenchScreen {
  readonly call: Call
  /** Does what an open screen does: follows the events, asks for the histogram every two seconds. */
  watch(): { stop(): Promise<number> }
}

const HISTOGRAM_MS = 2000

/** Speaks to the engine as the screen in a browser does. */
export async function connectScreen(ui: string | null): Promise<BenchScreen> {
  if (ui === null) throw new Error('There is no screen to connect')
  const { port, hash } = new URL(ui)
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? ''
  const client = connectEngine({ port: Number(port), token })
  await client.call('engine.state', {})
  return {
    call: client.call,
    watch() {
      const stopped = new AbortController()
      const events = countEvents(client, stopped.signal)
      const timer = setInterval(() => {
        const to = Date.now()
        client.call('captures.histogram', { from: to - 15 * 60_000, to, bars: 60 }).catch(() => clearInterval(timer))
      }, HISTOGRAM_MS)
      return {
        stop() {
          clearInterval(timer)
          stopped.abort()
          return events
        },
      }
    },
  }
}

async function countEvents(client: EngineClient, signal: AbortSignal): Promise<number> {
  let count = 0
  for await (const _event of await client.events(signal)) count++
  return count
}
