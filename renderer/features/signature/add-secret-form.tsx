import { Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { type SecretKind, secretName, secretValue } from '../../../shared/endpoint/endpoint-secret.ts'
import type { ProviderSummary } from '../../../shared/signature/provider-summary.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { classNames } from '../../ui/class-names.ts'
import { ExternalLink } from '../../ui/external-link.tsx'
import { FIELD_LOOK, Field } from '../../ui/field.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SecretFormFoot, SecretNameField } from './secret-form-parts.tsx'
import {
  expectedKind,
  freeName,
  pasteWarning,
  SECRET_KIND_HINTS,
  SECRET_KIND_LABELS,
  wantedName,
} from './secret-kinds.ts'
import { SecretProviderField } from './secret-provider-field.tsx'
import { useProvider } from './use-providers.ts'
import { useSecrets } from './use-secrets.ts'

interface AddSecretFormProps {
  readonly endpoint: string
  /** Who sends to the endpoint, or sent what is looked at; undefined if that is not known. */
  readonly provider: ProviderSummary | undefined
  /** Several may send to it, so that a secret may be one provider's. */
  readonly isShared: boolean
  /** That it is this provider's, unless another is chosen. Left out: of any that it fits. */
  readonly likelyFor?: string | undefined
  readonly autoFocus?: boolean
  onDone?(): void
}

/** A secret is entered once: from then on it is sealed, and shown on request only. */
export function AddSecretForm({
  endpoint,
  provider: sender,
  isShared,
  likelyFor,
  autoFocus = false,
  onDone,
}: AddSecretFormProps) {
  const { data: secrets = [] } = useSecrets(endpoint)
  const [chosenProvider, setProvider] = useState<string | null>()
  const meantFor = isShared ? (chosenProvider === undefined ? (likelyFor ?? null) : chosenProvider) : null
  const provider = useProvider(meantFor) ?? (chosenProvider === undefined ? sender : undefined)
  const keyKinds = provider?.keyKinds ?? ['secret']
  // The provider may become known while something is typed already.
  const [chosenKind, setKind] = useState<SecretKind | null>(null)
  const kind = chosenKind ?? expectedKind(keyKinds) ?? 'secret'
  const [typedName, setTypedName] = useState<string | null>(null)
  const [value, setValue] = useState('')
  const [details, setDetails] = useState({ shown: false, keyId: '', audience: '' })
  const [state, setState] = useState<{ busy: boolean; error: string | null }>({ busy: false, error: null })
  const name = typedName ?? freeName(wantedName(kind, keyKinds), secrets)
  const checkedName = secretName.safeParse(name)
  const checkedValue = secretValue.safeParse(value)
  const canAdd = checkedName.success && checkedValue.success && !state.busy

  const add = async () => {
    if (!canAdd) return
    setState({ busy: true, error: null })
    try {
      await call('secrets.add', {
        endpoint,
        name: checkedName.data,
        kind,
        value,
        keyId: details.keyId.trim() || null,
        audience: details.audience.trim() || null,
        provider: meantFor,
      })
      setValue('')
      setTypedName(null)
      setDetails({ shown: false, keyId: '', audience: '' })
      setState({ busy: false, error: null })
      onDone?.()
    } catch (error) {
      setState({ busy: false, error: error instanceof Error ? error.message : String(error) })
    }
  }

  return (
    <form
      aria-label="Add a secret"
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        void add()
      }}
    >
      {provider !== undefined && <SecretHelp provider={provider} />}
      <div className="flex flex-wrap items-end gap-2">
        <Select<SecretKind>
          label="Kind of secret"
          value={kind}
          options={KINDS.map((one) => ({ value: one, label: SECRET_KIND_LABELS[one] }))}
          onChange={setKind}
          className="w-32"
        />
        <SecretNameField name={name} onChange={setTypedName} />
        {isShared && <SecretProviderField value={meantFor} onChange={setProvider} />}
      </div>
      <ValueField
        kind={kind}
        value={value}
        autoFocus={autoFocus}
        warning={pasteWarning(value, kind, provider)}
        error={value === '' || checkedValue.success ? null : (checkedValue.error.issues[0]?.message ?? null)}
        onChange={setValue}
      />
      {details.shown && (
        <div className="flex flex-wrap gap-2">
          <TextField
            label="Key id"
            mono
            value={details.keyId}
            maxLength={500}
            onChange={(keyId) => setDetails({ ...details, keyId })}
            hint="By which the provider names the key, where it does."
            className="min-w-40 flex-1"
          />
          <TextField
            label="Audience"
            mono
            value={details.audience}
            maxLength={500}
            onChange={(audience) => setDetails({ ...details, audience })}
            hint="That a token must be for, where it says so."
            className="min-w-40 flex-1"
          />
        </div>
      )}
      <SecretFormFoot error={state.error} submit="Add the secret" canSubmit={canAdd} onCancel={onDone}>
        {!details.shown && (
          <Button look="quiet" onClick={() => setDetails({ ...details, shown: true })}>
            Key id and audience…
          </Button>
        )}
      </SecretFormFoot>
    </form>
  )
}

const KINDS: readonly SecretKind[] = ['secret', 'public-key', 'private-key', 'verify-token']

/** What a provider's secret looks like, and where to find it. */
function SecretHelp({ provider }: { readonly provider: ProviderSummary }) {
  return (
    <p className="break-words">
      <span className="font-medium">{provider.name}</span>:{' '}
      {provider.secretFormat === 'UTF-8' ? 'the secret is plain text' : provider.secretFormat}
      {provider.secretPrefix !== null && (
        <>
          , begins with <code className="font-mono">{provider.secretPrefix}</code>
        </>
      )}
      . <ExternalLink href={provider.docsUrl}>Where to find it</ExternalLink>
    </p>
  )
}

interface ValueFieldProps {
  readonly kind: SecretKind
  readonly value: string
  readonly autoFocus: boolean
  readonly warning: string | null
  readonly error: string | null
  onChange(value: string): void
}

/** Covered while it is typed; a key of several lines needs a field of several lines. */
function ValueField({ kind, value, autoFocus, warning, error, onChange }: ValueFieldProps) {
  const [shown, setShown] = useState(false)
  const label = SECRET_KIND_LABELS[kind]
  const hint = warning ?? `${SECRET_KIND_HINTS[kind]} It is sealed on this machine, and shown only when you ask.`
  const isLong = kind === 'public-key' || kind === 'private-key'
  return (
    <Field label={label} hint={warning ? <span className="text-warn">{hint}</span> : hint} error={error}>
      {(ids) =>
        isLong ? (
          <textarea
            {...ids}
            rows={5}
            spellCheck={false}
            autoComplete="off"
            placeholder="-----BEGIN … KEY-----, a JWK, or the bare key"
            value={value}
            // biome-ignore lint/a11y/noAutofocus: the form was asked for.
            autoFocus={autoFocus}
            onChange={({ target }) => onChange(target.value)}
            className={classNames(
              FIELD_LOOK,
              'w-full resize-y py-1.5 font-mono text-small',
              kind === 'private-key' && !shown && value !== '' && '[-webkit-text-security:disc]',
            )}
          />
        ) : (
          <div className="relative">
            <input
              {...ids}
              type={shown ? 'text' : 'password'}
              // Not a password of the person's: browsers are not to offer to keep it.
              autoComplete="new-password"
              data-1p-ignore=""
              spellCheck={false}
              value={value}
              // biome-ignore lint/a11y/noAutofocus: the form was asked for.
              autoFocus={autoFocus}
              onChange={({ target }) => onChange(target.value)}
              className={classNames(FIELD_LOOK, 'h-7 w-full pr-8 font-mono text-small')}
            />
            <IconButton
              label={shown ? 'Cover what is typed' : 'Show what is typed'}
              icon={shown ? <EyeOff /> : <Eye />}
              tooltip={false}
              className="absolute! top-0.5 right-0.5 size-6"
              onClick={() => setShown(!shown)}
            />
          </div>
        )
      }
    </Field>
  )
}
