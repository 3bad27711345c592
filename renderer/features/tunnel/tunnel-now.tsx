import { Power, RotateCw } from 'lucide-react'
import { TUNNEL_KIND_FACTS } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { Button } from '../../ui/button.tsx'
import { EvidenceLine } from '../../ui/evidence-line.tsx'
import { formatDuration } from '../../ui/format-duration.ts'
import { formatFullTime } from '../../ui/format-time.ts'
import { QrCode } from '../../ui/qr-code.tsx'
import { closeTunnel, openTunnel, retryTunnel } from './tunnel-actions.ts'
import { TunnelLog } from './tunnel-log.tsx'
import { tunnelSentence } from './tunnel-words.ts'
import { NextTry } from './waiting.tsx'

const TONES = { off: '', opening: '', open: 'text-ok', degraded: 'text-warn', lost: 'text-bad', refused: 'text-bad' }

/** How the public URL does: its state in full, what is known of the tunnel, and what the log said. */
export function TunnelNow({ tunnel }: { readonly tunnel: TunnelState }) {
  const url = 'url' in tunnel ? tunnel.url : null
  const isPublic = tunnel.kind === 'open' || tunnel.kind === 'degraded'
  return (
    <div className="flex flex-col gap-4">
      <div className="flex items-start gap-4">
        <div className="flex min-w-0 flex-1 flex-col items-start gap-3">
          <p className="min-w-0 break-words">
            <strong className={`font-medium ${TONES[tunnel.kind]}`}>{tunnel.kind}</strong>
            {': '}
            {tunnelSentence(tunnel)}{' '}
            {tunnel.kind === 'lost' && (
              <span className="tabular-nums">
                (<NextTry at={tunnel.nextTryAt} />)
              </span>
            )}
          </p>
          {url !== null && <EvidenceLine text={url} what="Public URL" />}
          <Facts tunnel={tunnel} />
          <Actions tunnel={tunnel} />
        </div>
        {isPublic && <QrCode text={tunnel.url} label={`QR code of ${tunnel.url}`} />}
      </div>
      <TunnelLog
        state={JSON.stringify([tunnel.kind, 'since' in tunnel && tunnel.since, 'attempt' in tunnel && tunnel.attempt])}
      />
    </div>
  )
}

function Facts({ tunnel }: { readonly tunnel: TunnelState }) {
  if (tunnel.kind === 'off') return null
  const rows: Array<readonly [string, string]> = [['Through', TUNNEL_KIND_FACTS[tunnel.via].label]]
  if ('since' in tunnel) rows.push([SINCE[tunnel.kind], formatFullTime(tunnel.since).replace(/\.\d+$/, '')])
  if (tunnel.kind === 'lost') rows.push(['Tries', String(tunnel.attempt)])
  if ('facts' in tunnel) {
    if (tunnel.latencyMs !== null) rows.push(['A request takes', formatDuration(tunnel.latencyMs)])
    if (tunnel.checkedAt !== null) rows.push(['Checked last', formatFullTime(tunnel.checkedAt).replace(/\.\d+$/, '')])
    for (const { label, value } of tunnel.facts) rows.push([label, value])
  }
  return (
    <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
      {rows.map(([label, value]) => (
        <div key={label} className="contents">
          <dt className="text-dim">{label}</dt>
          <dd className="min-w-0 break-all">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const SINCE = { opening: 'Since', open: 'Open since', degraded: 'Open since', lost: 'Lost since' } as const

function Actions({ tunnel }: { readonly tunnel: TunnelState }) {
  if (tunnel.kind === 'off') {
    return (
      <Button look="primary" onClick={openTunnel}>
        Open
      </Button>
    )
  }
  return (
    <div className="flex gap-2">
      {(tunnel.kind === 'lost' || tunnel.kind === 'refused') && (
        <Button icon={<RotateCw />} onClick={retryTunnel}>
          Try now
        </Button>
      )}
      <Button icon={<Power />} onClick={closeTunnel}>
        {tunnel.kind === 'opening' ? 'Cancel' : 'Close'}
      </Button>
    </div>
  )
}
