import { latin1FromBytes } from '../../http/latin1.ts'
import { invalid, notCheckable } from '../outcome.ts'
import { checkHmac } from './check-hmac.ts'
import type { CustomScheme } from './custom-scheme.ts'

const HEADER = 'X-Hmac-Signature'
const PREFIX = 'hmac-sha256-hex='

/** EasyPost signs weights with a decimal point, and something on the way may have taken it off: its SDK puts it back. */
export const easypostWeights: CustomScheme = {
  check(input, place) {
    const { request } = input
    if (request.raw.bodyIncomplete === true) return notCheckable({ kind: 'body-incomplete' })
    const value = request.header(HEADER)
    if (value === null) return invalid({ kind: 'signature-missing', where: `header ${HEADER}` })
    const body = latin1FromBytes(request.raw.body)
    const restored = body.replace(/("weight":\s*)(\d+)(\s*)(?=,|\})/g, '$1$2.0')
    // Without such weights it is the body itself, which was compared before.
    if (restored === body || !value.startsWith(PREFIX)) return invalid({ kind: 'signature-mismatch' })
    return checkHmac(input, place, {
      header: HEADER,
      prefix: PREFIX,
      hash: 'sha256',
      encoding: 'hex',
      contents: [[restored]],
      secret: { decode: 'text', normalize: 'NFKD' },
    })
  },
}
