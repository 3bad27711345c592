import { KeyRound, Plus } from 'lucide-react'
import { useState } from 'react'
import type { ProviderSummary } from '../../../shared/signature/provider-summary.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { AddSecretForm } from './add-secret-form.tsx'
import { useLeavingSecrets } from './delete-secret.ts'
import { MakeKeyForm } from './make-key-form.tsx'
import { SecretRow } from './secret-row.tsx'
import { useSecrets } from './use-secrets.ts'

interface SecretSectionProps {
  readonly endpoint: string
  readonly provider: ProviderSummary | undefined
  /** Id of the only provider that sends to it; null: several may. */
  readonly sender: string | null
}

/** The secrets of an endpoint: several at once are tried in turn. */
export function SecretSection({ endpoint, provider, sender }: SecretSectionProps) {
  const { data, error, refetch } = useSecrets(endpoint)
  const leaving = useLeavingSecrets((state) => state.ids)
  const [adding, setAdding] = useState<'secret' | 'key-pair' | null>(null)
  const done = () => setAdding(null)
  if (data === undefined && error !== null) {
    return <ErrorState title="The secrets could not be read" error={error} retry={() => void refetch()} />
  }
  if (data === undefined) return <Spinner label="Reading the secrets" />
  const secrets = data.filter(({ id }) => !leaving.has(id))
  return (
    <section aria-label="Secrets" className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <SmallTitle className="min-w-0 flex-1">Secrets</SmallTitle>
        {adding === null && (
          <>
            <Button icon={<KeyRound />} onClick={() => setAdding('key-pair')}>
              Make a key pair…
            </Button>
            <Button icon={<Plus />} onClick={() => setAdding('secret')}>
              Add a secret…
            </Button>
          </>
        )}
      </div>
      {secrets.length === 0 && adding === null && (
        <p className="text-dim">
          None. With the secret that the provider shows, signatures are checked here, and replays can be signed.
        </p>
      )}
      {secrets.length > 0 && (
        <ul aria-label="Secrets" className="flex flex-col gap-1">
          {secrets.map((secret) => (
            <SecretRow key={secret.id} secret={secret} sender={sender} />
          ))}
        </ul>
      )}
      {adding !== null && (
        <div className="rounded-lg border border-line bg-raised p-3">
          {adding === 'secret' ? (
            <AddSecretForm endpoint={endpoint} provider={provider} isShared={sender === null} autoFocus onDone={done} />
          ) : (
            <MakeKeyForm endpoint={endpoint} onDone={done} />
          )}
        </div>
      )}
    </section>
  )
}
