import { hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { BlockList, isIP } from 'node:net'
import { type AccessRules, hasAccessRules } from '../../../shared/endpoint/access-rules.ts'
import { DEFAULT_ENDPOINT } from '../../../shared/endpoint/endpoint.ts'
import { originForm } from '../../../shared/http/raw-target.ts'
import { LIMITS } from '../../../shared/limits.ts'

/** What of a request the rules look at. */
export interface AccessRequest {
  readonly target: string | null
  /** Flat, as received. */
  readonly headers: ReadonlyArray<string>
  /** Where it came from; null where that is not known. */
  readonly address: string | null
}

/** Why a request is not accepted: for the user, not for its sender. */
export interface Refusal {
  readonly status: 401 | 403
  readonly reason: string
}

/** Why a request was refused, and what else there is to say of it. */
export function refusalReason(refusal: Refusal | null, reason: string | null): string | null {
  if (refusal === null) return reason
  return reason === null ? refusal.reason : `${refusal.reason} ${reason}`
}

/** The access rules of an endpoint, made ready once when they change. */
export interface AccessCheck {
  readonly slug: string
  /** Whether one more that is refused is to be kept: only so many, or whoever is kept out could push out what was let in. */
  keepsRefused(): boolean
  /** Null: every rule is met. */
  refusal(request: AccessRequest): Refusal | null
}

/**
 * Null without rules, so that most requests cost one comparison. `password`: of basic auth; null where it cannot be
 * read, and then nobody is let in.
 */
export function prepareAccess(slug: string, rules: AccessRules, password: string | null): AccessCheck | null {
  if (!hasAccessRules(rules)) return null
  const addresses = rules.allowedAddresses.length > 0 ? blockListOf(rules.allowedAddresses) : null
  const token = rules.pathToken === null ? null : { digest: digest(rules.pathToken), slug }
  const credentials =
    rules.basicAuth === null
      ? null
      : { digest: password === null ? null : digest(`${rules.basicAuth.user}:${password}`) }
  return {
    slug,
    keepsRefused: rules.storeRefused ? quotaAMinute(LIMITS.refusedKeptAMinute) : () => false,
    refusal({ target, headers, address }) {
      if (addresses !== null && !isAllowed(addresses, address)) {
        return forbidden(
          address === null
            ? 'Where it came from is not known: the tunnel states no address.'
            : `It came from ${address}, which is not among the allowed addresses.`,
        )
      }
      if (token !== null && !hasToken(token, target)) return forbidden('Its path does not have the token.')
      return credentials === null ? null : refusalOfCredentials(headers, credentials.digest)
    },
  }
}

/** What is compared are digests of one length, with a key that nobody knows: neither lengths nor prefixes leak. */
const KEY = randomBytes(32).toString('hex')

/** In one call, since whoever tries tokens has one made for each; that costs a third of an HMAC object. */
function digest(text: string): Buffer {
  return hash('sha256', KEY + text, 'buffer')
}

/** True so often in a minute that began with the first. */
function quotaAMinute(limit: number): () => boolean {
  let began = Number.NEGATIVE_INFINITY
  let used = 0
  return () => {
    const now = performance.now()
    if (now - began >= 60_000) {
      began = now
      used = 0
    }
    used++
    return used <= limit
  }
}

function forbidden(reason: string): Refusal {
  return { status: 403, reason: `Refused by the access rules: ${reason}` }
}

function blockListOf(ranges: ReadonlyArray<string>): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [network = '', bits] = range.split('/')
    const family = isIP(network) === 6 ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(network, family)
    else list.addSubnet(network, Number(bits), family)
  }
  return list
}

/** An IPv4 address in IPv6 clothes (`::ffff:192.0.2.7`), as dual-stack sockets give it, is checked as IPv4 by the list. */
function isAllowed(list: BlockList, address: string | null): boolean {
  // A zone (`fe80::1%eth0`) names an interface of this machine.
  const bare = address?.replace(/%.*$/, '') ?? ''
  const family = isIP(bare)
  return family !== 0 && list.check(bare, family === 6 ? 'ipv6' : 'ipv4')
}

/**
 * The segment exactly as it is spelled: `//`, `%2F` and `..` are not tidied up, since nothing behind the receiver does
 * either, and a spelling that has to be interpreted can be interpreted in two ways.
 */
function hasToken({ digest: wanted, slug }: { digest: Buffer; slug: string }, target: string | null): boolean {
  if (target === null) return false
  const path = target.startsWith('/') ? target : originForm(target)
  const below = slug === DEFAULT_ENDPOINT ? path : path.slice(slug.length + 1)
  const segment = /^\/([^/?#]*)/.exec(below)?.[1]
  return segment !== undefined && timingSafeEqual(digest(segment), wanted)
}

function refusalOfCredentials(headers: ReadonlyArray<string>, wanted: Buffer | null): Refusal | null {
  const given = authorizations(headers)
  if (given.length === 0) {
    return { status: 401, reason: 'Refused by the access rules: It has no basic auth.' }
  }
  // Two Authorization headers say two things; which one another server would believe is anybody's guess.
  if (given.length > 1) return forbidden('It has more than one Authorization header.')
  if (wanted === null) return forbidden('The password cannot be read. Set it again.')
  const credentials = decodeBasic(given[0] as string)
  if (credentials === null) return forbidden('Its Authorization is not basic auth.')
  return timingSafeEqual(digest(credentials), wanted) ? null : forbidden('Its user name or password is wrong.')
}

function authorizations(headers: ReadonlyArray<string>): string[] {
  const found: string[] = []
  for (let index = 0; index + 1 < headers.length; index += 2) {
    if (headers[index]?.toLowerCase() === 'authorization') found.push(headers[index + 1] as string)
  }
  return found
}

function decodeBasic(value: string): string | null {
  const encoded = /^basic +([A-Za-z0-9+/=_-]+)\s*$/i.exec(value)?.[1]
  return encoded === undefined ? null : Buffer.from(encoded, 'base64').toString('utf8')
}
