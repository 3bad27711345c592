import { Eye, EyeOff, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { type EndpointSecret, secretName } from '../../../shared/endpoint/endpoint-secret.ts'
import { call } from '../../host.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showError } from '../../ui/toast.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { deleteSecret } from './delete-secret.ts'
import { SECRET_KIND_LABELS } from './secret-kinds.ts'
import { SecretProviderField } from './secret-provider-field.tsx'
import { useProvider } from './use-providers.ts'

interface SecretRowProps {
  readonly secret: EndpointSecret
  /** Id of the only provider that sends to its endpoint; null: several may. */
  readonly sender: string | null
}

/** A secret by its name. Its value is asked for when the user wants to see it, and forgotten when it is hidden again. */
export function SecretRow({ secret, sender }: SecretRowProps) {
  const { id, name, kind, hint, keyId, provider, publicKey, problem } = secret
  const providerName = useProvider(provider)?.name ?? provider
  const isIdle = sender !== null && provider !== null && provider !== sender
  const [value, setValue] = useState<string | null>(null)
  const [changing, setChanging] = useState(false)
  const reveal = async () => {
    try {
      setValue((await call('secrets.reveal', { id })).value)
    } catch (error) {
      showError(error)
    }
  }
  return (
    <li className="flex flex-col gap-1 rounded-[7px] border border-line px-2.5 py-1">
      {changing ? (
        <ChangeForm secret={secret} sender={sender} onDone={() => setChanging(false)} />
      ) : (
        <div className="flex min-h-7 items-center gap-2">
          <span className="min-w-0 truncate font-medium" title={name}>
            {name}
          </span>
          {kind !== 'secret' && <Badge>{SECRET_KIND_LABELS[kind]}</Badge>}
          {providerName !== null && (
            <Badge title={`Judges requests of ${providerName} only`}>
              {providerName}
              {isIdle && ', not used here'}
            </Badge>
          )}
          <code className="min-w-20 flex-1 truncate font-mono text-small text-dim">
            {value === null && hint !== null && `••••${visibleText(hint)}`}
            {keyId !== null && ` id ${visibleText(keyId)}`}
          </code>
          {publicKey !== null && <CopyButton what={`Public key of ${name}`} text={publicKey} />}
          <IconButton
            label={value === null ? `Show ${name}` : `Hide ${name}`}
            icon={value === null ? <Eye /> : <EyeOff />}
            disabled={problem !== null}
            onClick={() => (value === null ? void reveal() : setValue(null))}
          />
          <IconButton label={`Change ${name}`} icon={<Pencil />} onClick={() => setChanging(true)} />
          <IconButton label={`Delete ${name}`} icon={<Trash2 />} onClick={() => deleteSecret(secret)} />
        </div>
      )}
      {value !== null && (
        <div className="flex items-start gap-1">
          <code className="max-h-40 min-w-0 flex-1 overflow-y-auto py-1 font-mono text-small break-all whitespace-pre-wrap select-all">
            {value}
          </code>
          <CopyButton what={`Secret ${name}`} text={value} />
        </div>
      )}
      {problem !== null && <p className="text-small text-bad">{problem}</p>}
    </li>
  )
}

interface ChangeFormProps extends SecretRowProps {
  onDone(): void
}

/** What it is called, and whose it is. Its value never changes: another one is another secret. */
function ChangeForm({ secret: { id, name, provider }, sender, onDone }: ChangeFormProps) {
  const [typed, setTyped] = useState(name)
  const [meantFor, setMeantFor] = useState(provider)
  const checked = secretName.safeParse(typed)
  const save = async () => {
    if (!checked.success) return
    try {
      await call('secrets.change', { id, changes: { name: checked.data, provider: meantFor } })
      onDone()
    } catch (error) {
      showError(error)
    }
  }
  return (
    <form
      aria-label={`Change ${name}`}
      className="flex min-h-7 flex-wrap items-start gap-2"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <TextField
        label="New name"
        hideLabel
        autoFocus
        maxLength={80}
        value={typed}
        onChange={setTyped}
        error={checked.success ? null : checked.error.issues[0]?.message}
        className="min-w-40 flex-1"
      />
      {(sender === null || provider !== null) && <SecretProviderField value={meantFor} onChange={setMeantFor} />}
      <Button look="quiet" onClick={onDone}>
        Cancel
      </Button>
      <Button type="submit" disabled={!checked.success}>
        Save
      </Button>
    </form>
  )
}
