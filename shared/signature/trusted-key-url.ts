/** Where certificates and keys may be fetched from, though a request names the URL. */
export type KeyHost = 'aws-sns' | 'paypal' | 'truelayer'

interface HostRule {
  readonly host: RegExp
  readonly path: RegExp
  /** For the person who reads why a URL was refused. */
  readonly described: string
}

const RULES: Readonly<Record<KeyHost, HostRule>> = {
  'aws-sns': {
    host: /^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/,
    path: /\.pem$/,
    described: 'https://sns.REGION.amazonaws.com/….pem',
  },
  paypal: {
    host: /^api\.(sandbox\.)?paypal\.com$/,
    path: /^\//,
    described: 'https://api.paypal.com/… or https://api.sandbox.paypal.com/…',
  },
  truelayer: {
    host: /^webhooks\.truelayer(-sandbox)?\.com$/,
    path: /^\/\.well-known\/jwks$/,
    described: 'https://webhooks.truelayer.com/.well-known/jwks',
  },
}

/**
 * Whether a URL that came with a request is the provider's own: https, its host, port 443, no user, no backslash or white
 * space that a URL parser might read in another way. And no query: Amazon's API answers from the same host, and a presigned
 * question makes it answer with text of a stranger's.
 */
export function isTrustedKeyUrl(url: string, keyHost: KeyHost): boolean {
  const parts = /^https:\/\/([a-z0-9.-]+)(?::443)?(\/[!-"$->@-[\]-~]*)$/.exec(url)
  if (parts === null) return false
  const rule = RULES[keyHost]
  const [, host = '', path = ''] = parts
  return rule.host.test(host) && rule.path.test(path)
}

export function describeTrusted(keyHost: KeyHost): string {
  return RULES[keyHost].described
}
