import { useEffect } from 'react'
import { subscribe } from '../../host.ts'
import { showToast } from '../../ui/toast.tsx'
import { showTunnel } from './tunnel-actions.ts'
import { type TunnelPart, tunnelNews } from './tunnel-news.ts'

/** Says in passing what happens to the tunnel; used once, by the app. */
export function useTunnelNews(): void {
  useEffect(() => {
    let before: TunnelPart | null = null
    return subscribe((event) => {
      if (event.event !== 'engine.changed') return
      const news = before === null ? null : tunnelNews(before, event.state)
      before = event.state
      if (news === null) return
      showToast({
        text: news.text,
        tone: news.bad ? 'bad' : 'plain',
        timeout: news.bad ? 10_000 : 5_000,
        action: { label: 'Show', run: () => showTunnel('now') },
      })
    })
  }, [])
}
