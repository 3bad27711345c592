import { useState } from 'react'
import { TUNNEL_KIND_FACTS, tunnelSecretKind } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'
import type { TunnelState } from '../../../shared/tunnel/tunnel-state.ts'
import { call } from '../../host.ts'
import { BoxedRow } from '../../ui/boxed-row.tsx'
import { Button } from '../../ui/button.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showError } from '../../ui/toast.tsx'
import { FormFoot } from '../endpoints/form-foot.tsx'
import { useSaving } from '../endpoints/use-saving.ts'
import { useFingerprint } from './host-key.ts'
import { KindFacts } from './kind-facts.tsx'
import { KindInputs } from './kind-inputs.tsx'
import { KindList } from './kind-list.tsx'
import { SecretField } from './secret-field.tsx'
import { checkDraft, draftOf, type TunnelDraft } from './tunnel-draft.ts'
import { refreshTunnelKinds, useTunnelKinds } from './use-tunnel-kinds.ts'

interface TunnelFormProps {
  readonly settings: TunnelSettings
  readonly state: TunnelState
  /** It was saved, and is being opened. */
  onOpened(): void
}

/** Which kind of tunnel, and its settings. A kind that is looked at is used only once it is saved. */
export function TunnelForm({ settings, state, onOpened }: TunnelFormProps) {
  const [draft, setDraft] = useState(() => draftOf(settings))
  const [secret, setSecret] = useState('')
  const kinds = useTunnelKinds().data
  const saving = useSaving()
  const checked = checkDraft(draft, settings.ssh.hostKey)
  const known = kinds?.find(({ id }) => id === draft.kind)
  const { secret: need } = TUNNEL_KIND_FACTS[draft.kind]
  const change = (next: TunnelDraft) => {
    setDraft(next)
    if (next.kind !== draft.kind) setSecret('')
    saving.touched()
  }

  const save = async () => {
    if (checked.kind === 'invalid') return
    const secretKind = tunnelSecretKind.safeParse(draft.kind)
    if (secretKind.success && secret.trim() !== '') {
      await call('tunnel.setSecret', { kind: secretKind.data, secret: secret.trim() })
      setSecret('')
    }
    await call('settings.set', { tunnel: checked.settings })
    setDraft((now) => ({ ...now, forgetsKey: false }))
    refreshTunnelKinds()
  }
  const saveAndOpen = async () => {
    await save()
    if (state.kind === 'off') await call('tunnel.open', {})
    else if (state.kind === 'open' || state.kind === 'degraded' || state.kind === 'opening') {
      await call('tunnel.close', {})
      await call('tunnel.open', {})
    } else await call('tunnel.retryNow', {})
    onOpened()
  }
  const forget = async () => {
    const secretKind = tunnelSecretKind.safeParse(draft.kind)
    if (!secretKind.success) return
    try {
      await call('tunnel.setSecret', { kind: secretKind.data, secret: null })
      refreshTunnelKinds()
    } catch (error) {
      showError(error)
    }
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        void saving.run(save())
      }}
    >
      <div className="grid grid-cols-[minmax(0,9fr)_minmax(0,13fr)] gap-5 max-[640px]:grid-cols-1">
        <KindList
          value={draft.kind}
          used={settings.kind}
          availability={kinds ? (kind) => kinds.find(({ id }) => id === kind)?.availability : null}
          onChange={(kind) => change({ ...draft, kind })}
        />
        <div className="flex min-w-0 flex-col gap-3">
          <KindFacts kind={draft.kind} availability={known?.availability} />
          <KindInputs draft={draft} checked={checked} onChange={change} />
          {need !== null && known !== undefined && (draft.kind !== 'cloudflared' || draft.isNamed) && (
            <SecretField
              key={`${draft.kind} ${known.hasSecret}`}
              need={need}
              isSet={known.hasSecret}
              value={secret}
              onChange={(value) => {
                setSecret(value)
                saving.touched()
              }}
              onForget={() => void forget()}
            />
          )}
          {draft.kind === 'ssh' && (
            <TrustedKey
              hostKey={draft.forgetsKey ? null : settings.ssh.hostKey}
              forget={() => change({ ...draft, forgetsKey: true })}
            />
          )}
        </div>
      </div>
      <div className="grid grid-cols-2 items-start gap-4 border-t border-line pt-3 max-[640px]:grid-cols-1">
        <TextField
          label="Seconds between checks"
          inputMode="decimal"
          value={draft.probeSeconds}
          onChange={(probeSeconds) => change({ ...draft, probeSeconds })}
          error={checked.kind === 'invalid' ? checked.wrong.get('probeSeconds') : null}
          hint="How often Hookbench sends a request to its own public URL, to know that it works."
        />
        <Switch
          label="Open again at start"
          hint="The desktop app opens a public URL that was open when it ended. In a terminal, serve --tunnel does."
          checked={draft.reopen}
          onChange={(reopen) => change({ ...draft, reopen })}
        />
      </div>
      <div className="sticky -bottom-4 -mx-4 -mb-4 rounded-b-xl bg-panel px-4 pb-4">
        <FormFoot
          saving={saving}
          wrong={checked.kind === 'invalid'}
          primary={
            <Button
              look="primary"
              disabled={checked.kind === 'invalid' || saving.state === 'saving'}
              onClick={() => void saving.run(saveAndOpen())}
            >
              {state.kind === 'off' ? 'Save and open' : 'Save and open again'}
            </Button>
          }
        >
          {state.kind !== 'off' && <span className="text-small text-dim">Taken when it is opened next.</span>}
        </FormFoot>
      </div>
    </form>
  )
}

function TrustedKey({ hostKey, forget }: { readonly hostKey: string | null; forget(): void }) {
  const fingerprint = useFingerprint(hostKey)
  if (hostKey === null) {
    return (
      <p className="text-small text-dim">
        No key of this server is trusted yet. When the tunnel is opened, its key is shown to be looked at.
      </p>
    )
  }
  return (
    <BoxedRow>
      <span className="min-w-0 flex-1 break-all text-small">
        Trusted key: <code className="font-mono">{fingerprint ?? hostKey.split(' ', 1)[0]}</code>
      </span>
      <Button look="quiet" onClick={forget}>
        Forget
      </Button>
    </BoxedRow>
  )
}
