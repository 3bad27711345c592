import { Bell, DatabaseZap, LoaderCircle, Unplug } from 'lucide-react'
import { useConnection, useEngineState } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { AppBanner } from '../../ui/app-banner.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { formatTime } from '../../ui/format-time.ts'
import { showError } from '../../ui/toast.tsx'
import { otherNotices } from '../tunnel/url-notices.ts'
import { TunnelBanners } from './tunnel-banners.tsx'

/** What concerns the whole of Hookbench: the engine is away, captures cannot be kept, something to know once. */
export function Banners() {
  const connection = useConnection()
  const engine = useEngineState().data

  return (
    <>
      {connection === 'refused' && (
        <AppBanner tone="bad" icon={<Unplug />}>
          This page is not let in. Hookbench gives out a new link each time it starts: open the one that it printed in
          its terminal.
        </AppBanner>
      )}
      {connection === 'down' && (
        <AppBanner tone="warn" icon={<Unplug />}>
          The engine cannot be reached; trying again by itself. What is on screen can still be read and copied. New
          webhooks are not received until it is back.
        </AppBanner>
      )}
      {engine?.store.kind === 'failing' && (
        <AppBanner tone="bad" icon={<DatabaseZap />}>
          Captures cannot be kept since {formatTime(engine.store.since).slice(0, 8)}: {engine.store.message} Senders are
          answered 503 and told to try again. Free some space or make{' '}
          <code className="font-mono text-small">{engine.dataFolder}</code> writable; receiving then goes on by itself.
        </AppBanner>
      )}
      {engine && <TunnelBanners engine={engine} />}
      {engine?.clearing && (
        <AppBanner tone="info" icon={<LoaderCircle className="animate-spin" />}>
          Deleting {formatCount(engine.clearing.done)} of {countOf(engine.clearing.total, 'capture')}…
        </AppBanner>
      )}
      {engine &&
        otherNotices(engine).map((notice) => (
          <AppBanner
            key={notice.id}
            tone="info"
            icon={<Bell />}
            onDismiss={() => void call('engine.dismissNotice', { id: notice.id }).catch(showError)}
          >
            {notice.message}
          </AppBanner>
        ))}
    </>
  )
}
