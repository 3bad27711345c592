import { ShieldQuestion } from 'lucide-react'
import { useState } from 'react'
import type { SshHostKey } from '../../../shared/tunnel/tunnel-state.ts'
import { Button } from '../../ui/button.tsx'
import { EvidenceLine } from '../../ui/evidence-line.tsx'
import { showError } from '../../ui/toast.tsx'
import { trustHostKey } from './host-key.ts'

/** Shows a server's key that nobody has looked at yet, and asks whether it is the right one. */
export function HostKeyPanel({ hostKey }: { readonly hostKey: SshHostKey }) {
  const [busy, setBusy] = useState(false)
  const changed = hostKey.trusted !== null
  const trust = async () => {
    setBusy(true)
    try {
      await trustHostKey(hostKey)
    } catch (error) {
      showError(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <section
      aria-label="Key of the SSH server"
      className={`mb-4 flex flex-col items-start gap-2 rounded-lg p-3 ${changed ? 'bg-bad-soft' : 'bg-warn-soft'}`}
    >
      <h3 className={`flex items-center gap-2 font-medium ${changed ? 'text-bad' : 'text-warn'}`}>
        <ShieldQuestion aria-hidden className="size-4" />
        {changed ? 'The server shows another key than the one you trusted' : 'Is this the server’s key?'}
      </h3>
      <p className="text-small">
        {changed
          ? 'Someone may stand between you and the server, and could read and answer every webhook. Trust it only if the server’s owner says that its key was changed.'
          : 'Compare it with what the server’s owner publishes. Whoever has the key can read and answer what comes through the tunnel.'}
      </p>
      <EvidenceLine text={hostKey.fingerprint} what="Fingerprint" />
      {hostKey.trusted !== null && (
        <p className="text-small">
          Trusted before: <code className="font-mono">{hostKey.trusted}</code>
        </p>
      )}
      <Button look={changed ? 'danger' : 'primary'} disabled={busy} onClick={() => void trust()}>
        {changed ? 'Trust the new key and open' : 'Trust this key and open'}
      </Button>
    </section>
  )
}
