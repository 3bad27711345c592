import { useState } from 'react'
import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import {
  type EndpointSigning,
  type EndpointSigningChange,
  GENERIC_PROVIDER,
} from '../../../shared/endpoint/endpoint-signing.ts'
import type { ProviderSummary } from '../../../shared/signature/provider-summary.ts'
import { openDialog } from '../../app/dialogs.ts'
import { useEngineState } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { formatCount } from '../../ui/format-count.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { Switch } from '../../ui/switch.tsx'
import { showError } from '../../ui/toast.tsx'
import { ProviderPicker } from './provider-picker.tsx'
import { SchemeForm } from './scheme-form.tsx'
import { SecretSection } from './secret-section.tsx'
import { useProvider } from './use-providers.ts'

/** Id of the only provider that sends here; null: several may. */
function senderOf(provider: EndpointSigning['provider']): string | null {
  if (provider.kind === 'detect') return null
  return provider.kind === 'known' ? provider.id : GENERIC_PROVIDER
}

type ProviderKind = 'detect' | 'known' | 'generic'

const SNS = 'aws-sns'

/** Who sends to an endpoint, with what secrets, and how it answers when they ask whether the URL is the user's. */
export function SigningForm({ endpoint }: { readonly endpoint: Endpoint }) {
  const { slug, signing, publicUrl } = endpoint
  const { provider } = signing
  // What is being set up; it counts once it is whole.
  const [kind, setKind] = useState<ProviderKind>(provider.kind)
  const known = useProvider(provider.kind === 'known' ? provider.id : null)
  const change = (signing: EndpointSigningChange) => {
    call('endpoints.setSigning', { slug, signing }).catch(showError)
  }
  const chooseKind = (next: ProviderKind) => {
    setKind(next)
    if (next === 'detect') change({ provider: { kind: 'detect' } })
  }

  return (
    <div className="flex flex-col gap-5">
      <section aria-label="Provider" className="flex flex-col gap-2">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <SmallTitle>Who sends to this endpoint</SmallTitle>
          <SegmentedControl<ProviderKind>
            label="Who sends to this endpoint"
            value={kind}
            options={[
              { value: 'detect', label: 'Detect' },
              { value: 'known', label: 'Provider' },
              { value: 'generic', label: 'Own scheme' },
            ]}
            onChange={chooseKind}
          />
        </div>
        {kind === 'detect' && (
          <p className="text-dim">
            Told from the headers of each request. Choose the provider if only one sends here: then a missing signature
            is a wrong one, and handshakes that need the secret are answered.
          </p>
        )}
        {kind === 'known' && (
          <ProviderPicker
            value={provider.kind === 'known' ? provider.id : null}
            onChange={(id) => change({ provider: { kind: 'known', id } })}
          />
        )}
        {kind === 'generic' && <SchemeForm endpoint={endpoint} />}
        <Checking />
      </section>
      <SecretSection endpoint={slug} provider={known} sender={senderOf(provider)} />
      <section aria-label="Handshakes" className="flex flex-col gap-2">
        <SmallTitle>Handshakes</SmallTitle>
        <Switch
          label="Answer when a provider asks whether this URL is yours"
          hint={handshakeHint(provider.kind, known)}
          checked={signing.handshakes}
          onChange={(handshakes) => change({ handshakes })}
        />
        {(provider.kind === 'detect' || known?.id === SNS) && (
          <Switch
            label="Confirm subscriptions of Amazon SNS without asking"
            hint="Only those whose signature is right. Otherwise a button on the capture confirms them."
            checked={signing.confirmSubscriptions}
            onChange={(confirmSubscriptions) => change({ confirmSubscriptions })}
          />
        )}
      </section>
      {known?.coversUrl !== false && (
        <p className="text-small text-dim">
          {known === undefined ? 'Some signatures cover' : `What ${known.name} signs covers`} the URL that the provider
          was given:{' '}
          {publicUrl === null ? 'here, the tunnel’s' : <code className="font-mono break-all">{publicUrl}</code>}.{' '}
          <LinkButton onClick={() => openDialog({ kind: 'endpoint', slug, tab: 'urls' })}>Change it</LinkButton>
        </p>
      )}
    </div>
  )
}

function handshakeHint(kind: ProviderKind, known: ProviderSummary | undefined): string {
  if (known?.handshake) return `${known.name} asks by ${known.handshake.method}: ${known.handshake.when}`
  if (known !== undefined) return `${known.name} is not known to ask.`
  return kind === 'generic'
    ? 'Only providers that are known ask in a way that is known, so nothing is answered here.'
    : 'Such as Slack’s url_verification. Those that compute with a secret are answered only where the provider is chosen above.'
}

/** Captures are checked again after a change, behind everything else. */
function Checking() {
  const checking = useEngineState().data?.checking ?? null
  return (
    <p role="status" className="h-[1lh] text-small text-dim">
      {checking !== null && `Checking captures again: ${formatCount(checking.done)} of ${formatCount(checking.total)}`}
    </p>
  )
}
