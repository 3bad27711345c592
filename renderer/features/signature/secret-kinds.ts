import type { EndpointSecret, SecretKind } from '../../../shared/endpoint/endpoint-secret.ts'
import type { KeyKind } from '../../../shared/signature/key-kind.ts'
import type { ProviderSummary } from '../../../shared/signature/provider-summary.ts'

export const SECRET_KIND_LABELS: Readonly<Record<SecretKind, string>> = {
  secret: 'Secret',
  'public-key': 'Public key',
  'private-key': 'Private key',
  'verify-token': 'Verify token',
}

export const SECRET_KIND_HINTS: Readonly<Record<SecretKind, string>> = {
  secret: 'Checks and signs.',
  'public-key': 'Checks. To sign, a private key is needed.',
  'private-key': 'Signs, and checks with its public half.',
  'verify-token': 'Only answers handshakes, such as Meta’s.',
}

/** What a provider's secret is called, by what is entered for its schemes. */
const KEY_WORDS: Readonly<Record<KeyKind, string>> = {
  secret: 'Signing secret',
  token: 'Token',
  'user-password': 'User and password',
  'webhook-id': 'Webhook id',
  'public-key': 'Public key',
  none: 'Secret',
}

/** What is most likely to be entered for a provider; null: nothing has to be. */
export function expectedKind(keyKinds: readonly KeyKind[]): SecretKind | null {
  const [first] = keyKinds.filter((kind) => kind !== 'none')
  if (first === undefined) return keyKinds.length > 0 ? null : 'secret'
  return first === 'public-key' ? 'public-key' : 'secret'
}

/** A name that no other secret of the endpoint has: `Signing secret`, `Signing secret 2`. */
export function freeName(wanted: string, taken: readonly Pick<EndpointSecret, 'name'>[]): string {
  const names = new Set(taken.map(({ name }) => name))
  for (let number = 1; ; number++) {
    const name = number === 1 ? wanted : `${wanted} ${number}`
    if (!names.has(name)) return name
  }
}

export function wantedName(kind: SecretKind, keyKinds: readonly KeyKind[]): string {
  if (kind !== 'secret') return SECRET_KIND_LABELS[kind]
  const [word] = keyKinds.filter((one) => one !== 'none' && one !== 'public-key')
  return KEY_WORDS[word ?? 'secret']
}

/** What a value looks as if it had been pasted wrongly; null if it does not. It is saved as it is all the same. */
export function pasteWarning(
  value: string,
  kind: SecretKind,
  provider: Pick<ProviderSummary, 'name' | 'secretPrefix'> | undefined,
): string | null {
  if (value === '') return null
  if (kind !== 'public-key' && kind !== 'private-key' && /^\s|\s$/.test(value)) {
    return 'It has spaces or a line end around it, which are kept. Remove them if they were only pasted along.'
  }
  if (/^(["'`]).*\1$/s.test(value))
    return 'It has quotes around it, which are kept. Remove them if they are not part of it.'
  const prefix = provider?.secretPrefix ?? null
  // A prefix may have a place holder in it.
  if (kind === 'secret' && prefix !== null && !prefix.includes('*') && !value.startsWith(prefix)) {
    return `Secrets of ${provider?.name} begin with ${prefix}. This one does not.`
  }
  return null
}
