import { Check, Tag } from 'lucide-react'
import { useState } from 'react'
import { type Endpoint, tunnelHeaders } from '../../../shared/endpoint/endpoint.ts'
import type { FidelityReport } from '../../../shared/tunnel/fidelity.ts'
import { useEndpoints } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { PairTable } from '../../ui/pair-table.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { showError } from '../../ui/toast.tsx'
import { unnamedHeaders } from './unnamed-headers.ts'

/** Headers that the tunnel adds, and for which endpoints they are not named yet. */
export function AddedHeaders({ report }: { readonly report: FidelityReport }) {
  const { added, removed } = report
  if (added.length === 0 && removed.length === 0) return <p>No header was added, and none was taken away.</p>
  return (
    <section aria-label="Headers added on the way" className="flex flex-col gap-2">
      {removed.length > 0 && (
        <p>
          Sent, and did not arrive: <code className="font-mono text-small break-all">{removed.join(', ')}</code>
        </p>
      )}
      {added.length > 0 && (
        <>
          <SmallTitle>Added on the way</SmallTitle>
          <div className="overflow-hidden rounded-lg border border-line">
            <PairTable
              label="Added headers"
              rows={added.map(([name, value], index) => ({ key: String(index), name, value }))}
            />
          </div>
          <Suggestions added={added.map(([name]) => name)} />
        </>
      )}
    </section>
  )
}

function Suggestions({ added }: { readonly added: readonly string[] }) {
  const endpoints = useEndpoints().data ?? []
  const open = endpoints.filter((endpoint) => unnamedHeaders(endpoint, added).length > 0)
  const [busy, setBusy] = useState(false)
  const name = async (chosen: readonly Endpoint[]) => {
    setBusy(true)
    try {
      for (const endpoint of chosen) {
        const names = [...endpoint.tunnelHeaders, ...unnamedHeaders(endpoint, added)]
        await call('endpoints.setTunnelHeaders', {
          slug: endpoint.slug,
          names: tunnelHeaders.parse(names.slice(0, 100)),
        })
      }
    } catch (error) {
      showError(error)
    } finally {
      setBusy(false)
    }
  }
  if (open.length === 0) {
    return (
      <p className="flex items-center gap-1.5 text-small text-ok">
        <Check aria-hidden className="size-3.5" /> Every endpoint shows them apart, and replays can leave them out.
      </p>
    )
  }
  return (
    <div className="flex flex-col gap-1.5">
      <p className="text-small text-dim">
        They are the tunnel’s, not the provider’s. Named for an endpoint, its captures show them apart and replays can
        leave them out.
      </p>
      <div className="flex flex-wrap gap-1.5">
        {open.length > 1 && (
          <Button look="primary" icon={<Tag />} disabled={busy} onClick={() => void name(open)}>
            Name them for every endpoint
          </Button>
        )}
        {open.map((endpoint) => (
          <Button key={endpoint.slug} icon={<Tag />} disabled={busy} onClick={() => void name([endpoint])}>
            Name them for {endpoint.name}
          </Button>
        ))}
      </div>
    </div>
  )
}
