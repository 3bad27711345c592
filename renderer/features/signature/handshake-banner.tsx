import { Handshake } from 'lucide-react'
import { useState } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { askersOf } from '../../../shared/signature/handshake/handshake-recognisers.ts'
import { explainRefusal, type HandshakeRefusal } from '../../../shared/signature/handshake/handshake-refusal.ts'
import { openDialog } from '../../app/dialogs.ts'
import { call } from '../../host.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { showError, showToast } from '../../ui/toast.tsx'
import { useProviderNames } from './use-providers.ts'

interface HandshakeBannerProps {
  readonly capture: CaptureDetail
  readonly handshake: string
}

/** Says that a request was a provider's question whether this URL is the user's, and does what only the user may do. */
export function HandshakeBanner({ capture, handshake }: HandshakeBannerProps) {
  const names = useProviderNames()
  const { id, provider, handshakeRefusal } = capture
  if (handshakeRefusal !== null) {
    const askers = askersOf(handshake, provider).map((asker) => names.get(asker) ?? asker)
    return <RefusedBanner endpoint={capture.endpoint} refusal={handshakeRefusal} askers={askers} />
  }
  const name = (provider === null ? undefined : names.get(provider)) ?? 'the sender'
  switch (handshake) {
    case 'aws-sns':
      if (capture.verdict === 'invalid') {
        return (
          <Banner tone="warn" icon={<Handshake aria-hidden />}>
            This asks to confirm a subscription in the name of Amazon SNS, and its signature is wrong, so it cannot be
            confirmed. The Signature tab says why.
          </Banner>
        )
      }
      return (
        <AskedBanner
          text="Amazon SNS asks you to confirm this subscription. It sends nothing until you do."
          label="Confirm the subscription"
          act={async () => {
            await call('handshakes.confirm', { captureId: id })
            return 'The subscription is confirmed'
          }}
        />
      )
    case 'aws-sns-confirmed':
      return (
        <Banner icon={<Handshake aria-hidden />}>
          Amazon SNS asked to confirm this subscription, and it is confirmed: what is published to the topic comes here.
        </Banner>
      )
    case 'asana':
    case 'notion':
      return (
        <AskedBanner
          text={
            handshake === 'asana'
              ? 'Asana handed over the secret that it signs with from now on, and was answered. Keep it if you asked Asana for this webhook.'
              : 'Notion handed over its verification token: paste it at Notion, and keep it as the secret that it signs with.'
          }
          label="Keep the secret"
          act={async () => `Kept as ${(await call('handshakes.keepSecret', { captureId: id })).name}`}
        />
      )
    default:
      return (
        <Banner icon={<Handshake aria-hidden />}>
          A handshake: {name} asked whether this URL is yours, and Hookbench answered.
        </Banner>
      )
  }
}

interface RefusedBannerProps {
  readonly endpoint: string
  readonly refusal: string
  /** Names. */
  readonly askers: readonly string[]
}

/** A question that was not answered as the provider wants it, and what would have it answered. */
function RefusedBanner({ endpoint, refusal, askers }: RefusedBannerProps) {
  const tab = SETTLED_IN[refusal as HandshakeRefusal]
  return (
    <Banner
      tone="warn"
      icon={<Handshake aria-hidden />}
      action={
        tab && (
          <Button onClick={() => openDialog({ kind: 'endpoint', slug: endpoint, tab })}>Settings of {endpoint}…</Button>
        )
      }
    >
      A handshake, not answered as it asks. {explainRefusal(refusal, askers)}
      {refusal === 'wrong-signature' && ' The Signature tab says why.'}
    </Banner>
  )
}

/** Where the user settles what was in the way. */
const SETTLED_IN: Partial<Record<HandshakeRefusal, 'signature' | 'urls'>> = {
  'provider-not-set': 'signature',
  'no-secret': 'signature',
  'key-unusable': 'signature',
  'no-verify-token': 'signature',
  'no-key-id': 'signature',
  'no-public-url': 'urls',
}

interface AskedBannerProps {
  readonly text: string
  readonly label: string
  /** What to say once it is done. */
  act(): Promise<string>
}

function AskedBanner({ text, label, act }: AskedBannerProps) {
  const [state, setState] = useState<'open' | 'busy' | 'done'>('open')
  const run = async () => {
    setState('busy')
    try {
      showToast({ text: await act() })
      setState('done')
    } catch (error) {
      setState('open')
      showError(error)
    }
  }
  return (
    <Banner
      icon={<Handshake aria-hidden />}
      action={
        <Button disabled={state !== 'open'} onClick={() => void run()}>
          {state === 'done' ? 'Done' : label}
        </Button>
      }
    >
      {text}
    </Banner>
  )
}
