import { Send, Webhook } from 'lucide-react'
import { useState } from 'react'
import { DEFAULT_ENDPOINT } from '../../../shared/endpoint/endpoint.ts'
import { useEndpoints, useEngineState } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { EvidenceLine } from '../../ui/evidence-line.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { showError } from '../../ui/toast.tsx'
import { bestEndpointUrl, localEndpointUrl, plainEndpoint, publicEndpointUrl } from '../endpoints/endpoint-url.ts'
import { openTunnel } from '../tunnel/tunnel-actions.ts'
import { useFilter } from './filter-store.ts'

/** Nothing has come yet: where to send it, and two ways to see something come. */
export function FirstRun() {
  const engine = useEngineState().data
  const endpoints = useEndpoints().data
  const slug = useFilter((filter) => filter.endpoint) ?? DEFAULT_ENDPOINT
  const [sending, setSending] = useState(false)
  if (!engine) return null
  const endpoint = endpoints?.find((one) => one.slug === slug) ?? plainEndpoint(slug)
  const local = localEndpointUrl(engine, endpoint)
  const isPublic = publicEndpointUrl(engine, endpoint).kind === 'url'

  const sendSample = async () => {
    setSending(true)
    try {
      await call('endpoints.sendSample', { slug })
    } catch (error) {
      showError(error)
    } finally {
      setSending(false)
    }
  }

  return (
    <EmptyState icon={<Webhook />} title="Waiting for the first webhook">
      <p>Paste this URL into the webhook settings of a provider, or of your own program:</p>
      <EvidenceLine text={bestEndpointUrl(engine, endpoint)} what="URL" />
      {isPublic ? (
        <p>It is public: anyone who knows it can send here.</p>
      ) : (
        <p>
          It can be reached from this machine only.{' '}
          {engine.tunnel.kind === 'off' ? (
            <LinkButton onClick={openTunnel}>Open a public URL</LinkButton>
          ) : (
            'The top bar says how the public URL does.'
          )}
        </p>
      )}
      <p>Or send one from a terminal:</p>
      <EvidenceLine text={`curl -d hello=world ${local}`} what="Command" />
      <Button look="primary" icon={<Send />} disabled={sending} onClick={sendSample}>
        Send a sample
      </Button>
    </EmptyState>
  )
}
