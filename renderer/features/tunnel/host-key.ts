import { useQuery } from '@tanstack/react-query'
import { base64 } from '../../../shared/http/base64-text.ts'
import { bytesFromLatin1 } from '../../../shared/http/latin1.ts'
import type { SshHostKey } from '../../../shared/tunnel/tunnel-state.ts'
import { call } from '../../host.ts'

/** Takes the key for the server's from now on, and opens the tunnel with it. */
export async function trustHostKey(key: SshHostKey): Promise<void> {
  const { tunnel } = await call('settings.get', {})
  await call('settings.set', { tunnel: { ssh: { ...tunnel.ssh, hostKey: key.key } } })
  await call('tunnel.retryNow', {})
}

/** As ssh shows a key that is kept: `SHA256:…`. */
export function useFingerprint(hostKey: string | null): string | undefined {
  return useQuery({
    queryKey: ['fingerprint', hostKey],
    queryFn: () => fingerprint(hostKey ?? ''),
    enabled: hostKey !== null,
    retry: false,
  }).data
}

async function fingerprint(hostKey: string): Promise<string> {
  const bytes = bytesFromLatin1(atob(hostKey.split(' ')[1] ?? ''))
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return `SHA256:${base64(hash).replace(/=+$/, '')}`
}
