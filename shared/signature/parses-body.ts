import { parseTemplate } from './content-template.ts'
import type { CustomSchemeName, Scheme, SignedScheme } from './scheme.ts'
import type { ValueSource } from './value-source.ts'

/** Whether a scheme takes the body apart, or makes another text of it, rather than hash it natively as it is. */
export function parsesBody(scheme: Scheme): boolean {
  switch (scheme.kind) {
    case 'custom':
      return CUSTOM.has(scheme.custom)
    case 'basic':
      return false
    case 'token':
    case 'jwt':
      return scheme.from.some(isInBody)
    default: {
      const places = [...scheme.signature.from, ...(scheme.timestamp?.from ?? [])]
      return places.some(isInBody) || templateParses(scheme.content) || isSlow(scheme)
    }
  }
}

/** Keccak is JavaScript: some megabytes a second. */
function isSlow(scheme: SignedScheme): boolean {
  return scheme.kind === 'hash' && scheme.hash === 'keccak256'
}

function isInBody({ in: place }: ValueSource): boolean {
  return place === 'json' || place === 'form' || place === 'body'
}

function templateParses(content: string): boolean {
  const parsed = parseTemplate(content)
  if (parsed.kind === 'wrong') return false
  return parsed.pieces.some((piece) => {
    if (piece.kind === 'named') return piece.from === 'json' || piece.from === 'form'
    return piece.kind === 'plain' && (piece.name === 'form:sorted' || piece.name === 'body:escaped')
  })
}

const CUSTOM: ReadonlySet<CustomSchemeName> = new Set([
  'adyen-items',
  'aws-sns',
  'braintree',
  'dropbox-sign',
  'easypost-weights',
  'hygraph',
  'plivo-v3',
  'twilio',
])
