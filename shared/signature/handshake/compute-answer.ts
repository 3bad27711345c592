import { headerFromText } from '../../http/header-text.ts'
import type { SignatureCrypto } from '../crypto.ts'
import type { SignatureKey } from '../signature-request.ts'
import type { ComputedAnswer, HandshakeAnswer } from './handshake.ts'
import { jsonAnswer, textAnswer } from './handshake-answers.ts'

/** The answer to a token that has the form of `COMPUTED_TOKEN`. Null where something for it is missing. */
export function computeAnswer(
  compute: ComputedAnswer,
  token: string,
  key: SignatureKey,
  publicUrl: string | null,
  crypto: SignatureCrypto,
): HandshakeAnswer | null {
  const secret = crypto.utf8(key.value)
  switch (compute) {
    case 'x-crc':
      return jsonAnswer({ response_token: `sha256=${crypto.hmac('sha256', secret, [token], 'base64')}` })
    case 'zoom-validation':
      return jsonAnswer({ plainToken: token, encryptedToken: crypto.hmac('sha256', secret, [token], 'hex') })
    case 'braintree-challenge': {
      const hashed = crypto.decode(crypto.hash('sha1', [secret], 'hex'), 'hex')
      if (hashed === null || key.id === undefined) return null
      return textAnswer(`${key.id}|${crypto.hmac('sha1', hashed, [token], 'hex')}`)
    }
    case 'ebay-challenge': {
      if (publicUrl === null) return null
      const content = [token, { secret }, headerFromText(publicUrl)]
      return jsonAnswer({ challengeResponse: crypto.hash('sha256', content, 'hex') })
    }
  }
}
