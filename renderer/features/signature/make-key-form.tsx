import { useState } from 'react'
import { type EndpointSecret, type MadeKeyType, secretName } from '../../../shared/endpoint/endpoint-secret.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBox } from '../../ui/code-box.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { Select } from '../../ui/select.tsx'
import { SecretFormFoot, SecretNameField } from './secret-form-parts.tsx'
import { freeName } from './secret-kinds.ts'
import { useSecrets } from './use-secrets.ts'

const TYPES: ReadonlyArray<{ readonly value: MadeKeyType; readonly label: string }> = [
  { value: 'ed25519', label: 'Ed25519' },
  { value: 'ec-p256', label: 'ECDSA, P-256' },
  { value: 'rsa-2048', label: 'RSA, 2048 bits' },
]

/** Makes a key pair to sign replays with; the public half is for the handler under test. */
export function MakeKeyForm({ endpoint, onDone }: { readonly endpoint: string; onDone(): void }) {
  const { data: secrets = [] } = useSecrets(endpoint)
  const [type, setType] = useState<MadeKeyType>('ed25519')
  const [typedName, setTypedName] = useState<string | null>(null)
  const [made, setMade] = useState<EndpointSecret | null>(null)
  const [state, setState] = useState<{ busy: boolean; error: string | null }>({ busy: false, error: null })
  const name = typedName ?? freeName('Test key', secrets)
  const checked = secretName.safeParse(name)

  const make = async () => {
    if (!checked.success) return
    setState({ busy: true, error: null })
    try {
      setMade(await call('secrets.makeKey', { endpoint, name: checked.data, type }))
    } catch (error) {
      setState({ busy: false, error: error instanceof Error ? error.message : String(error) })
    }
  }

  if (made !== null && made.publicKey !== null) {
    return (
      <div className="flex flex-col gap-2">
        <p>
          The key pair <span className="font-medium">{made.name}</span> is made. Give this public key to the handler
          under test, in place of the provider’s:
        </p>
        <div className="flex items-start gap-1">
          <CodeBox className="min-w-0 flex-1 select-all">{made.publicKey}</CodeBox>
          <CopyButton what="Public key" text={made.publicKey} />
        </div>
        <div className="flex justify-end">
          <Button onClick={onDone}>Done</Button>
        </div>
      </div>
    )
  }
  return (
    <form
      aria-label="Make a key pair"
      className="flex flex-col gap-2.5"
      onSubmit={(event) => {
        event.preventDefault()
        void make()
      }}
    >
      <p className="text-dim">
        For providers that sign with a private key of their own. With yours, replays are signed in their place.
      </p>
      <div className="flex flex-wrap gap-2">
        <Select<MadeKeyType> label="Type of key" value={type} options={TYPES} onChange={setType} className="w-40" />
        <SecretNameField name={name} onChange={setTypedName} />
      </div>
      <SecretFormFoot
        error={state.error}
        submit="Make the key pair"
        canSubmit={checked.success && !state.busy}
        onCancel={onDone}
      />
    </form>
  )
}
