import { createHash } from 'node:crypto'
import fs from 'node:fs'
import type { SshHostKey } from '../../../shared/tunnel/tunnel-state.ts'
import { HOST_KEY_ALIAS } from './ssh-arguments.ts'

/** A type and the key itself, as in known_hosts. A line break in it would smuggle in keys that nobody looked at. */
const HOST_KEY = /^[a-z0-9@.-]+ [A-Za-z0-9+/]+={0,2}$/

/** What the settings hold, if it is a key. */
export function trustedKey(hostKey: string | null): string | null {
  return hostKey !== null && HOST_KEY.test(hostKey) ? hostKey : null
}

export function knownHostsLine(key: string): string {
  return `${HOST_KEY_ALIAS} ${key}\n`
}

/** The key that ssh wrote down, or null if it did not come that far. */
export function readKnownHosts(file: string): string | null {
  const [alias, ...key] = fs.readFileSync(file, 'utf8').trim().split('\n', 1)[0]?.split(' ') ?? []
  return alias === HOST_KEY_ALIAS ? trustedKey(key.slice(0, 2).join(' ')) : null
}

export function describeHostKey(key: string, trusted: string | null): SshHostKey {
  return { key, fingerprint: fingerprint(key), trusted: trusted === null ? null : fingerprint(trusted) }
}

/** As `ssh-keygen -l` shows it. */
export function fingerprint(key: string): string {
  const bytes = Buffer.from(key.split(' ')[1] ?? '', 'base64')
  return `SHA256:${createHash('sha256').update(bytes).digest('base64').replace(/=+$/, '')}`
}
