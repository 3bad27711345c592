import { useEffect } from 'react'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { subscribe } from '../../host.ts'
import { showToast } from '../../ui/toast.tsx'
import { showTunnel } from './tunnel-actions.ts'
import { tunnelNews } from './tunnel-news.ts'

/** Says in passing what happens to the tunnel; used once, by the app. */
export function useTunnelNews(): void {
  useEffect(() => {
    let before: TunnelState['kind'] = 'off'
    let takeBack = (): void => {}
    return subscribe((event) => {
      if (event.event !== 'engine.changed') return
      const news = tunnelNews(before, event.state.tunnel)
      // What was said of the state before is not true any more.
      if (before !== event.state.tunnel.kind) takeBack()
      before = event.state.tunnel.kind
      if (news === null) return
      takeBack = showToast({
        text: news.text,
        tone: news.bad ? 'bad' : 'plain',
        timeout: news.bad ? 10_000 : 5_000,
        action: { label: 'Show', run: () => showTunnel('now') },
      })
    })
  }, [])
}
