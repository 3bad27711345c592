import { headerFromText } from '../../http/header-text.ts'
import type { SignatureCrypto } from '../crypto.ts'
import type { SignatureKey } from '../signature-request.ts'
import type { ComputedAnswer, HandshakeAnswer } from './handshake.ts'
import { jsonAnswer, textAnswer } from './handshake-answers.ts'
import type { HandshakeRefusal } from './handshake-refusal.ts'

/** The answer to a token that was found plain; or what is missing for it. */
export function computeAnswer(
  compute: ComputedAnswer,
  token: string,
  key: SignatureKey,
  publicUrl: string | null,
  crypto: SignatureCrypto,
): HandshakeAnswer | HandshakeRefusal {
  const secret = crypto.utf8(key.value)
  switch (compute) {
    case 'x-crc':
      return sent(jsonAnswer({ response_token: `sha256=${crypto.hmac('sha256', secret, [token], 'base64')}` }))
    case 'zoom-validation':
      return sent(jsonAnswer({ plainToken: token, encryptedToken: crypto.hmac('sha256', secret, [token], 'hex') }))
    case 'braintree-challenge': {
      const hashed = crypto.decode(crypto.hash('sha1', [secret], 'hex'), 'hex')
      if (hashed === null || key.id === undefined) return 'no-key-id'
      return sent(textAnswer(`${key.id}|${crypto.hmac('sha1', hashed, [token], 'hex')}`))
    }
    case 'ebay-challenge': {
      if (publicUrl === null) return 'no-public-url'
      const content = [token, { secret }, headerFromText(publicUrl)]
      return sent(jsonAnswer({ challengeResponse: crypto.hash('sha256', content, 'hex') }))
    }
  }
}

function sent(answer: HandshakeAnswer | null): HandshakeAnswer | HandshakeRefusal {
  return answer ?? 'value-not-echoed'
}
