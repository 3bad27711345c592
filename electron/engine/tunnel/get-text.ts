import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { AppError } from '../../../shared/contract/errors.ts'
import { isInternalAddress } from './internal-address.ts'
import { lookupPublicName } from './lookup-public-name.ts'

export interface TextAnswer {
  readonly status: number
  readonly text: string
  /** Of the server that was asked first. */
  readonly address: string | null
}

const MOST_REDIRECTS = 3
const MOST_BYTES = 64 * 1024

/**
 * Asks a server for a short text, with a Host header of one's own. Follows a few redirects, with the host that they name;
 * an answer that is longer than anything expected is cut. A server outside sends us nowhere in this machine's own
 * network: what is there may act on the request.
 */
export async function getText(
  url: URL,
  host: string,
  signal: AbortSignal,
  isInternal = isInternalAddress,
): Promise<TextAnswer> {
  const { location, ...answer } = await get(url, host, signal, lookupPublicName)
  const { address } = answer
  const isOutside = !isInternal(address)
  const lookup = isOutside ? lookupOutside(isInternal) : lookupPublicName
  let last = { ...answer, location }
  let asked = url
  for (let left = MOST_REDIRECTS; left > 0; left -= 1) {
    const next = last.location === null ? null : URL.parse(last.location, asked.href)
    if (next === null || (next.protocol !== 'http:' && next.protocol !== 'https:')) break
    if (isOutside && isInternal(next.hostname.replace(/^\[|\]$/g, ''))) throw leadsInside(next.host)
    last = await get(next, next.host, signal, lookup)
    asked = next
  }
  return { status: last.status, text: last.text, address }
}

/** A name may stand for an address of one's own network, too. */
function lookupOutside(isInternal: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookupPublicName(hostname, options, (error, address, family) => {
      const found = typeof address === 'string' ? [address] : (address ?? []).map((each) => each.address)
      callback(error ?? (found.some(isInternal) ? leadsInside(hostname) : null), address, family)
    })
  }
}

function leadsInside(host: string): AppError {
  return new AppError(
    'unavailable',
    `The tunnel server redirects to ${host}, in this machine's own network. Check the tunnel host in Settings.`,
  )
}

interface Redirectable extends TextAnswer {
  readonly location: string | null
}

function get(url: URL, host: string, signal: AbortSignal, lookup: LookupFunction): Promise<Redirectable> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).get(
      url,
      { agent: false, signal, lookup, headers: { Host: host, Accept: 'application/json' } },
      (response) => {
        const status = response.statusCode ?? 0
        const location = status >= 300 && status < 400 ? (response.headers.location ?? null) : null
        const address = response.socket.remoteAddress ?? null
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => {
          text += piece
          if (text.length < MOST_BYTES) return
          resolve({ status, text, location, address })
          request.destroy()
        })
        response.on('end', () => resolve({ status, text, location, address }))
        response.on('error', reject)
      },
    )
    request.on('error', reject)
  })
}
