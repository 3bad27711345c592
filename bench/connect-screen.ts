import type { Call } from '../shared/contract/contract.ts'
import { unwrapReply } from '../shared/contract/dispatch.ts'
import type { Reply } from '../shared/contract/errors.ts'

export interface BenchScreen {
  readonly call: Call
  /** Does what an open screen does: follows the events, asks for the histogram every two seconds. */
  watch(): { stop(): Promise<number> }
}

const HISTOGRAM_MS = 2000

/** Speaks to the engine as the screen in a browser does. */
export async function connectScreen(ui: string | null): Promise<BenchScreen> {
  if (ui === null) throw new Error('There is no screen to connect')
  const { origin, hash } = new URL(ui)
  const token = new URLSearchParams(hash.slice(1)).get('token') ?? ''
  const headers = { 'X-Hookbench-Token': token, 'Content-Type': 'application/json' }
  const call: Call = async (channel, input) => {
    const response = await fetch(`${origin}/api/call/${channel}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(input),
    })
    return unwrapReply(channel, (await response.json()) as Reply<unknown>)
  }
  await call('engine.state', {})
  return {
    call,
    watch() {
      const stopped = new AbortController()
      const events = follow(`${origin}/api/events`, headers, stopped.signal)
      const timer = setInterval(() => {
        const to = Date.now()
        call('captures.histogram', { from: to - 15 * 60_000, to, bars: 60 }).catch(() => clearInterval(timer))
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

async function follow(url: string, headers: Record<string, string>, signal: AbortSignal): Promise<number> {
  let events = 0
  try {
    const response = await fetch(url, { headers, signal })
    for await (const piece of response.body ?? [])
      events += Buffer.from(piece).toString('latin1').split('\n').length - 1
  } catch (error) {
    if (!signal.aborted) throw error
  }
  return events
}
