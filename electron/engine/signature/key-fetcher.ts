import { providers } from '../../../shared/signature/catalogue/catalogue.ts'
import type { Scheme } from '../../../shared/signature/scheme.ts'
import type { FetchedKey } from '../../../shared/signature/signature-request.ts'
import { isTrustedKeyUrl, type KeyHost } from '../../../shared/signature/trusted-key-url.ts'
import { RateLimit } from '../rate-limit.ts'
import { getTrustedText, TRUSTED_TIMEOUT_MS, type TrustedConnection } from './get-trusted-text.ts'
import type { FetchedKeys } from './signing-setup.ts'

export interface KeyFetcherOptions {
  /** JWKS of schemes that the user set up: the user's own choice of a host. */
  readonly ownUrls: () => ReadonlySet<string>
  readonly now?: () => number
  /** For tests: another way to the host. */
  readonly connection?: TrustedConnection | undefined
  readonly timeoutMs?: number
}

interface Cached {
  readonly key: FetchedKey
  readonly until: number
}

/** Keys rotate in days, and an old one is asked for again when it has gone. */
const KEPT_MS = 60 * 60_000
const FAILURE_KEPT_MS = 60_000
const MOST_KEPT = 100
/** URLs that requests name, in a minute: a stranger can name as many certificates of Amazon's as there are numbers. */
const NAMED_A_MINUTE = 30

const KEY_HOSTS: ReadonlyArray<KeyHost> = ['aws-sns', 'paypal', 'truelayer']

/** The key sets that providers of the catalogue publish. */
const CATALOGUE_URLS: ReadonlySet<string> = new Set(
  providers.flatMap(({ schemes }) => schemes.flatMap((scheme) => jwksUrlOf(scheme) ?? [])),
)

/** Where a scheme's public keys are; null if it names no place. */
export function jwksUrlOf(scheme: Scheme): string | null {
  return 'jwksUrl' in scheme ? (scheme.jwksUrl ?? null) : null
}

/**
 * Fetches public keys and certificates over https, from the hosts of their providers only, and remembers them; a failure,
 * too, for a while, and few a minute, so that nobody can make Hookbench call somebody again and again.
 */
export class KeyFetcher {
  private readonly options: KeyFetcherOptions
  private readonly cache = new Map<string, Cached>()
  private readonly fetching = new Map<string, Promise<FetchedKey>>()
  private readonly ended = new AbortController()
  private readonly named: RateLimit

  constructor(options: KeyFetcherOptions) {
    this.options = options
    this.named = new RateLimit(NAMED_A_MINUTE, 60_000, () => this.now())
  }

  /** What is known now. */
  known(): FetchedKeys {
    const now = this.now()
    return new Map([...this.cache].filter(([, { until }]) => until > now).map(([url, { key }]) => [url, key]))
  }

  /** Never rejects: what cannot be had is an answer, too. What was not even asked for is not remembered. */
  async fetch(url: string): Promise<FetchedKey> {
    const cached = this.cache.get(url)
    if (cached !== undefined && cached.until > this.now()) return cached.key
    const isChosen = this.isChosen(url)
    if (!isChosen && !isNamedKeyUrl(url))
      return { kind: 'unreachable', why: 'The URL is not one of the provider’s own.' }
    const running = this.fetching.get(url)
    if (running !== undefined) return running
    if (!isChosen && !this.named.take('')) {
      return { kind: 'unreachable', why: 'Requests named too many keys within a minute. Check again in a while.' }
    }
    const fetching = this.fetchNow(url)
    this.fetching.set(url, fetching)
    const key = await fetching
    this.fetching.delete(url)
    this.remember(url, key)
    return key
  }

  close(): void {
    this.ended.abort()
  }

  /** By the catalogue, or the user. */
  private isChosen(url: string): boolean {
    return CATALOGUE_URLS.has(url) || (url.startsWith('https://') && this.options.ownUrls().has(url))
  }

  private async fetchNow(url: string): Promise<FetchedKey> {
    const timeout = AbortSignal.timeout(this.options.timeoutMs ?? TRUSTED_TIMEOUT_MS)
    try {
      const signal = AbortSignal.any([timeout, this.ended.signal])
      return { kind: 'fetched', text: await getTrustedText(url, signal, this.options.connection) }
    } catch (error) {
      const why = timeout.aborted ? 'It did not answer in time.' : (error as Error).message
      return { kind: 'unreachable', why: `${new URL(url).host}: ${why}` }
    }
  }

  private remember(url: string, key: FetchedKey): void {
    if (this.cache.size >= MOST_KEPT) this.cache.delete(this.cache.keys().next().value as string)
    this.cache.set(url, { key, until: this.now() + (key.kind === 'fetched' ? KEPT_MS : FAILURE_KEPT_MS) })
  }

  private now(): number {
    return (this.options.now ?? Date.now)()
  }
}

/** The check has asked the same before; a URL from a stranger is worth asking twice. */
function isNamedKeyUrl(url: string): boolean {
  return KEY_HOSTS.some((host) => isTrustedKeyUrl(url, host))
}
