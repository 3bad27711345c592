import { useEffect, useState } from 'react'
import { subscribe } from '../../host.ts'

/** How long an endpoint counts as live after a capture. */
const LIVE_MS = 60_000
const CHECK_MS = 5_000

/** Slugs of the endpoints that got a capture within the last minute. */
export function useLiveEndpoints(): ReadonlySet<string> {
  const [live, setLive] = useState<ReadonlySet<string>>(new Set())

  useEffect(() => {
    const lastSeen = new Map<string, number>()
    const update = () => {
      const now = Date.now()
      const slugs = [...lastSeen].filter(([, at]) => now - at < LIVE_MS).map(([slug]) => slug)
      setLive((before) =>
        slugs.length === before.size && slugs.every((slug) => before.has(slug)) ? before : new Set(slugs),
      )
    }
    const stop = subscribe((event) => {
      if (event.event !== 'captures.changed') return
      for (const { endpoint, receivedAt } of event.captures) {
        lastSeen.set(endpoint, Math.max(lastSeen.get(endpoint) ?? 0, receivedAt))
      }
      update()
    })
    const timer = setInterval(update, CHECK_MS)
    return () => {
      stop()
      clearInterval(timer)
    }
  }, [])

  return live
}
