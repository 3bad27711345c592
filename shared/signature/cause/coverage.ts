import { compileScheme } from '../compile-scheme.ts'
import { coversBody } from '../render-content.ts'
import type { CustomSchemeName, Scheme } from '../scheme.ts'

/** What the signatures of some schemes depend on. */
export interface Coverage {
  readonly body: boolean
  readonly url: boolean
  readonly method: boolean
}

export function coverageOf(schemes: ReadonlyArray<Scheme>): Coverage {
  const each = schemes.map(coverage)
  return {
    body: each.some(({ body }) => body),
    url: each.some(({ url }) => url),
    method: each.some(({ method }) => method),
  }
}

const OF_URL: ReadonlySet<string> = new Set(['url', 'url:base', 'url:unescaped', 'target', 'path', 'query'])

const READS_URL: ReadonlySet<CustomSchemeName> = new Set([
  'contentful',
  'http-message-signature',
  'mercado-pago',
  'plivo-v3',
  'truelayer',
  'twilio',
])

function coverage(scheme: Scheme): Coverage {
  switch (scheme.kind) {
    case 'custom':
      return { body: true, url: READS_URL.has(scheme.custom), method: true }
    case 'token':
    case 'basic':
      return { body: false, url: false, method: false }
    case 'jwt': {
      const hashed = scheme.claims.flatMap(({ must }) => (must.be === 'hash' ? [must.of] : []))
      return {
        body: hashed.includes('body'),
        url: hashed.includes('url') || scheme.claims.some(({ must }) => must.be === 'url'),
        method: false,
      }
    }
    default: {
      const { pieces } = compileScheme(scheme)
      return {
        body: pieces.some((piece) =>
          piece.kind === 'plain' ? coversBody(piece.name) : piece.kind === 'named' && /^(form|json)$/.test(piece.from),
        ),
        url: pieces.some((piece) =>
          piece.kind === 'plain' ? OF_URL.has(piece.name) : piece.kind === 'named' && piece.from === 'query',
        ),
        method: pieces.some((piece) => piece.kind === 'plain' && piece.name === 'method'),
      }
    }
  }
}
