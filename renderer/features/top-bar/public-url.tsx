import { Globe, LoaderCircle, Power, RotateCw, SlidersHorizontal, TriangleAlert, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { assertNever } from '../../../shared/assert-never.ts'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { TUNNEL_KIND_FACTS } from '../../../shared/tunnel/tunnel-kind.ts'
import { publicUrlOf, type TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { useCommands } from '../../app/commands.ts'
import { useSettings } from '../../app/engine-queries.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { Dot } from '../../ui/dot.tsx'
import { formatDuration } from '../../ui/format-duration.ts'
import { formatTime } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { UrlBox } from '../../ui/url-box.tsx'
import { acknowledgeUrl, closeTunnel, openTunnel, retryTunnel, showTunnel } from '../tunnel/tunnel-actions.ts'
import { Elapsed, NextTry } from '../tunnel/waiting.tsx'

/** The public URL and how its tunnel does; always in view. */
export function PublicUrl({ engine }: { readonly engine: EngineState }) {
  const { tunnel, urlChanged } = engine
  useTunnelCommands(engine)
  const kind = useSettings().data?.tunnel.kind
  const via = tunnel.kind === 'off' ? kind : tunnel.via

  return (
    <UrlBox
      label="Public URL"
      before={<Light tunnel={tunnel} />}
      url={urlOf(tunnel)}
      note={<Note tunnel={tunnel} />}
      noteFirst={tunnel.kind === 'degraded' || tunnel.kind === 'lost' || tunnel.kind === 'refused'}
      // What goes on by itself moves nothing that stands beside it.
      steady={tunnel.kind !== 'off'}
    >
      {urlChanged !== null && (
        <span className="mx-1.5 inline-flex">
          <Badge tone="warn" title={`It was ${urlChanged.from}`}>
            URL changed
          </Badge>
        </span>
      )}
      <Actions tunnel={tunnel} through={via && TUNNEL_KIND_FACTS[via].label} />
      <IconButton label="Public URL settings" icon={<SlidersHorizontal />} onClick={() => showTunnel()} />
    </UrlBox>
  )
}

function Light({ tunnel }: { readonly tunnel: TunnelState }): ReactNode {
  switch (tunnel.kind) {
    case 'off':
      return <Dot tone="off" />
    case 'opening':
      return <LoaderCircle aria-hidden className="size-3.5 shrink-0 animate-spin text-dim" />
    case 'open':
      return <Dot tone="ok" />
    case 'degraded':
      return <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warn" />
    case 'lost':
    case 'refused':
      return <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-bad" />
    default:
      return assertNever(tunnel)
  }
}

function Note({ tunnel }: { readonly tunnel: TunnelState }): ReactNode {
  switch (tunnel.kind) {
    case 'off':
      // The button beside it says as much.
      return <span className="max-[720px]:sr-only">not public</span>
    case 'opening':
      return (
        <>
          <span role="status">opening through {TUNNEL_KIND_FACTS[tunnel.via].label}…</span>{' '}
          <Elapsed since={tunnel.since} />
        </>
      )
    case 'open':
      return (
        <span
          title={`Anyone who knows this URL can send here. Open since ${formatTime(tunnel.since).slice(0, 8)} through ${TUNNEL_KIND_FACTS[tunnel.via].label}.`}
        >
          <strong className="font-medium text-text">public</strong> · open
          {tunnel.latencyMs !== null && ` · ${formatDuration(tunnel.latencyMs)}`}
        </span>
      )
    case 'degraded':
      return (
        <span role="alert" className="text-warn" title={tunnel.why}>
          <strong className="font-medium">public</strong> · degraded: {tunnel.why}
        </span>
      )
    case 'lost':
      return (
        <span className="flex min-w-0 gap-2">
          <span role="alert" className="truncate text-bad" title={tunnel.reason}>
            lost: {tunnel.reason}
          </span>
          <span className="shrink-0 tabular-nums">
            <NextTry at={tunnel.nextTryAt} />
          </span>
        </span>
      )
    case 'refused':
      return (
        <span className="text-bad" title={`${tunnel.reason} ${tunnel.advice}`}>
          refused: {tunnel.reason}
        </span>
      )
    default:
      return assertNever(tunnel)
  }
}

function Actions({ tunnel, through }: { readonly tunnel: TunnelState; readonly through: string | undefined }) {
  switch (tunnel.kind) {
    case 'off':
      return (
        <Button
          look="quiet"
          icon={<Globe />}
          onClick={openTunnel}
          {...(through ? { title: `Through ${through}` } : {})}
        >
          Open public URL
        </Button>
      )
    case 'opening':
      return <IconButton label="Cancel opening" icon={<X />} onClick={closeTunnel} />
    case 'open':
    case 'degraded':
      return (
        <>
          <CopyButton text={tunnel.url} what="Public URL" />
          <IconButton label="Close the public URL" icon={<Power />} onClick={closeTunnel} />
        </>
      )
    case 'lost':
    case 'refused':
      return (
        <>
          <Button look="quiet" icon={<RotateCw />} onClick={retryTunnel}>
            Try now
          </Button>
          <IconButton label="Leave it closed" icon={<X />} onClick={closeTunnel} />
        </>
      )
    default:
      return assertNever(tunnel)
  }
}

/** The URL that it has or had. */
function urlOf(tunnel: TunnelState): string | undefined {
  return 'url' in tunnel ? (tunnel.url ?? undefined) : undefined
}

function useTunnelCommands(engine: EngineState): void {
  const { tunnel } = engine
  const url = publicUrlOf(tunnel)
  const group = 'Public URL'
  useCommands([
    { id: 'tunnel.open', title: 'Open a public URL', group, enabled: tunnel.kind === 'off', run: openTunnel },
    {
      id: 'tunnel.copy',
      title: 'Copy the public URL',
      group,
      enabled: url !== null,
      run: () => void copyText(url ?? '', 'Public URL'),
    },
    {
      id: 'tunnel.retry',
      title: 'Try to open the public URL now',
      group,
      enabled: tunnel.kind === 'lost' || tunnel.kind === 'refused',
      run: retryTunnel,
    },
    { id: 'tunnel.close', title: 'Close the public URL', group, enabled: tunnel.kind !== 'off', run: closeTunnel },
    {
      id: 'tunnel.acknowledge',
      title: 'I have replaced the old public URL',
      group,
      enabled: engine.urlChanged !== null,
      run: () => acknowledgeUrl(engine),
    },
    { id: 'tunnel.settings', title: 'Public URL: kind and settings…', group, run: () => showTunnel('settings') },
    {
      id: 'tunnel.check',
      title: 'Check what the tunnel changes…',
      group,
      run: () => showTunnel('check'),
    },
    { id: 'tunnel.now', title: 'Public URL: how it does…', group, run: () => showTunnel('now') },
  ])
}
