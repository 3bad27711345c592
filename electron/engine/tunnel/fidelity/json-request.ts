import type { HeaderPairs } from '../../../../shared/http/header-pairs.ts'
import type { KnownRequest } from './known-request.ts'

/**
 * As a provider posts, and as no serialiser would write it: spaces, a key twice as long as it need be, numbers with zeros
 * at their end, escapes that are not necessary. Parsed and written anew, it is other bytes.
 */
const JSON_TEXT = '{ "z": 1.0,\t"a" : [1e2,  0.10],\n  "caf\\u00e9": "caf\u00e9 \\/ \ud83d\ude00",  "empty":{ } }\n'

/** Every way to a public URL carries JSON that is posted, so what is to be known of headers is asked with it. */
export function jsonRequest(path: string, headers: HeaderPairs = []): KnownRequest {
  return {
    method: 'POST',
    path,
    headers: [...headers, ['Content-Type', 'application/json; charset=utf-8']],
    body: { kind: 'whole', bytes: Buffer.from(JSON_TEXT, 'utf8') },
  }
}
