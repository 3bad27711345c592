import { z } from 'zod'
import { headerPairs } from '../http/header-pairs.ts'
import { tunnelKindId } from './tunnel-kind.ts'

/** What is tried, in order. */
export const FIDELITY_ITEMS = [
  'json-body',
  'header-values',
  'header-case',
  'header-order',
  'duplicate-headers',
  'sender-address',
  'path-plain',
  'path-encoded-slash',
  'path-double-slash',
  'path-dots',
  'path-unicode',
  'path-empty-query',
  'method-get',
  'method-put',
  'method-patch',
  'method-delete',
  'method-options',
  'method-head',
  'method-unusual',
  'binary-body',
  'gzip-body',
  'chunked-body',
  'trailers',
  'slow-body',
  'twenty-at-once',
  'body-1-mb',
  'body-5-mb',
  'body-20-mb',
] as const

const fidelityItemId = z.enum(FIDELITY_ITEMS)

export type FidelityItemId = z.infer<typeof fidelityItemId>
export type FidelityGroup = 'headers' | 'path' | 'methods' | 'body' | 'load'

/** How an item is shown: its part of the table, its name, and what exactly is sent. */
export const FIDELITY_ITEM_FACTS: Readonly<
  Record<FidelityItemId, { readonly group: FidelityGroup; readonly label: string; readonly what: string }>
> = {
  'json-body': { group: 'body', label: 'JSON', what: 'JSON with unusual spacing, key order, numbers and escapes' },
  'header-values': { group: 'headers', label: 'Header values', what: 'Host, User-Agent and others, with their values' },
  'header-case': { group: 'headers', label: 'Letter case of names', what: 'Names in upper, lower and mixed case' },
  'header-order': { group: 'headers', label: 'Order', what: 'Headers in an order that is not alphabetical' },
  'duplicate-headers': { group: 'headers', label: 'Duplicates', what: 'A header that stands there twice' },
  'sender-address': {
    group: 'headers',
    label: 'Sender’s address',
    what: 'A made-up X-Forwarded-For, which must not be taken for the sender’s address',
  },
  'path-plain': { group: 'path', label: 'Path and query', what: '/path/to/endpoint?a=1&b=2&a=3' },
  'path-encoded-slash': { group: 'path', label: '%2F', what: '/a%2Fb%2fc' },
  'path-double-slash': { group: 'path', label: '//', what: '/a//b///c' },
  'path-dots': { group: 'path', label: '..', what: '/a/./b/../c' },
  'path-unicode': { group: 'path', label: 'Unicode', what: '/caf%C3%A9/%E2%82%AC/%7Etilde/~tilde' },
  'path-empty-query': { group: 'path', label: 'Empty query', what: '/a?' },
  'method-get': { group: 'methods', label: 'GET', what: 'GET without a body' },
  'method-put': { group: 'methods', label: 'PUT', what: 'PUT with a body' },
  'method-patch': { group: 'methods', label: 'PATCH', what: 'PATCH with a body' },
  'method-delete': { group: 'methods', label: 'DELETE', what: 'DELETE without a body' },
  'method-options': { group: 'methods', label: 'OPTIONS', what: 'OPTIONS without a body' },
  'method-head': { group: 'methods', label: 'HEAD', what: 'HEAD, whose answer has no body' },
  'method-unusual': { group: 'methods', label: 'PROPFIND', what: 'A method that few know' },
  'binary-body': { group: 'body', label: 'Every byte', what: 'All 256 bytes, and bytes that are no UTF-8' },
  'gzip-body': { group: 'body', label: 'gzip', what: 'A compressed body with Content-Encoding: gzip' },
  'chunked-body': { group: 'body', label: 'Chunked', what: 'A body in chunks, without Content-Length' },
  trailers: { group: 'body', label: 'Trailers', what: 'A header after the last chunk' },
  'slow-body': { group: 'body', label: 'Slow body', what: 'A body that comes over three seconds' },
  'twenty-at-once': { group: 'load', label: '20 at once', what: '20 requests at the same time' },
  'body-1-mb': { group: 'body', label: '1 MB', what: 'A body of 1,000,000 random bytes' },
  'body-5-mb': { group: 'body', label: '5 MB', what: 'A body of 5,000,000 random bytes' },
  'body-20-mb': { group: 'body', label: '20 MB', what: 'A body of 20,000,000 random bytes' },
}

/** One difference. */
const fidelityChange = z.object({
  /** Names what it is about: a header, the path, the body. */
  what: z.string(),
  /** Null: it was not there. */
  sent: z.string().nullable(),
  arrived: z.string().nullable(),
})

/** Sentences are for the user. Whatever arrived is hostile, and cut to a length that can be shown. */
const fidelityResult = z.discriminatedUnion('kind', [
  /** Arrived exactly as it was sent. `note`: what there is to say of it all the same. */
  z.object({ kind: z.literal('kept'), note: z.string().nullable(), ms: z.number() }),
  z.object({ kind: z.literal('changed'), how: z.string(), changes: z.array(fidelityChange), ms: z.number() }),
  /** Did not arrive. `status`: what was answered instead; null without an answer. */
  z.object({ kind: z.literal('refused'), status: z.number().int().nullable(), how: z.string(), ms: z.number() }),
  z.object({ kind: z.literal('not-tried'), why: z.string() }),
])

const fidelityItem = z.object({ id: fidelityItemId, result: fidelityResult })

const aboutTunnel = {
  via: tunnelKindId,
  url: z.string(),
  /** Unix time in ms. */
  startedAt: z.number().int(),
  /** In the order of `FIDELITY_ITEMS`. */
  items: z.array(fidelityItem),
}

/** A check that is running: what is known so far. */
const fidelityProgress = z.object({
  ...aboutTunnel,
  /** What is being tried. */
  current: fidelityItemId.nullable(),
  total: z.number().int(),
})

/** What a tunnel did with known requests. */
const fidelityReport = z.object({
  ...aboutTunnel,
  endedAt: z.number().int(),
  /** `broken-off`: by the user, or since the tunnel was lost; what was not reached is not tried. */
  ended: z.enum(['whole', 'broken-off']),
  /** Headers that a request did not have when it was sent, as they arrived. */
  added: headerPairs,
  /** Names of headers that were sent and did not arrive. */
  removed: z.array(z.string()),
})

/** What is known of checks; also told as an event, whenever it changes. */
export const fidelityState = z.object({
  running: fidelityProgress.nullable(),
  /** The newest that ended. */
  last: fidelityReport.nullable(),
})

export type FidelityChange = z.infer<typeof fidelityChange>
export type FidelityResult = z.infer<typeof fidelityResult>
export type FidelityItem = z.infer<typeof fidelityItem>
export type FidelityProgress = z.infer<typeof fidelityProgress>
export type FidelityReport = z.infer<typeof fidelityReport>
export type FidelityState = z.infer<typeof fidelityState>
