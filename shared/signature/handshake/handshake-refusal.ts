/** Why a handshake was not answered as the provider wants it. Kept for ever: they are on disk. */
export type HandshakeRefusal =
  | 'provider-not-set'
  | 'wrong-signature'
  | 'not-signed'
  | 'no-secret'
  | 'key-unusable'
  | 'no-verify-token'
  | 'wrong-verify-token'
  | 'no-key-id'
  | 'no-public-url'
  | 'token-not-plain'
  | 'value-not-echoed'
  | 'too-many'

/** A plain sentence or two: what was in the way, and what to do. `askers`: the names of who asks, or may have asked. */
export function explainRefusal(refusal: string, askers: ReadonlyArray<string>): string | null {
  if (!Object.hasOwn(SENTENCES, refusal)) return null
  const [last, ...others] = askers.toReversed()
  const asker = others.length === 0 ? (last ?? 'the provider') : `${others.toReversed().join(', ')} or ${last}`
  return SENTENCES[refusal as HandshakeRefusal](asker)
}

const SENTENCES: Readonly<Record<HandshakeRefusal, (asker: string) => string>> = {
  'provider-not-set': (asker) =>
    `This may be ${asker} asking, and that is not certain. Choose the provider of the endpoint, and its next question is answered.`,
  'wrong-signature': () => 'Its own signature is wrong.',
  'not-signed': (asker) => `It is not signed, and ${asker} signs this question: a stranger could have sent it.`,
  'no-secret': (asker) => `The answer needs the secret or key of ${asker}, and the endpoint has none. Add it.`,
  'key-unusable': (asker) =>
    `The answer needs the secret or key of ${asker}, and the one that the endpoint has cannot be used. Replace it by the one that ${asker} shows.`,
  'no-verify-token': () =>
    'The endpoint has no verify token. Add the one that you entered at the provider, as a secret of that kind.',
  'wrong-verify-token': () => 'It brought another verify token than the endpoint has. Compare the two.',
  'no-key-id': () => 'The answer names the key. Enter the public key as the key id of the secret.',
  'no-public-url': () => 'The answer covers the URL that the provider was given. Set the public URL of the endpoint.',
  'token-not-plain': () =>
    'What the secret is to be used on could be a forged request: it is no token of at most 128 letters, digits, - and _.',
  'value-not-echoed': () => 'What it wants back is empty, longer than 1 KiB, or has control characters.',
  'too-many': () => 'More than ten answers were computed within a minute. Ask again in a minute.',
}
