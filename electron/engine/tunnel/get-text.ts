import http from 'node:http'
import https from 'node:https'
import { lookupPublicName } from './lookup-public-name.ts'

export interface TextAnswer {
  readonly status: number
  readonly text: string
}

const MOST_REDIRECTS = 3
const MOST_BYTES = 64 * 1024

/**
 * Asks a server for a short text, with a Host header of one's own. Follows a few redirects, with the host that they name;
 * an answer that is longer than anything expected is cut.
 */
export async function getText(
  url: URL,
  host: string,
  signal: AbortSignal,
  redirects = MOST_REDIRECTS,
): Promise<TextAnswer> {
  const { status, text, location } = await get(url, host, signal)
  if (location === null || redirects === 0 || !URL.canParse(location, url.href)) return { status, text }
  const next = new URL(location, url)
  if (next.protocol !== 'http:' && next.protocol !== 'https:') return { status, text }
  return getText(next, next.host, signal, redirects - 1)
}

function get(url: URL, host: string, signal: AbortSignal): Promise<TextAnswer & { readonly location: string | null }> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? https : http).get(
      url,
      { agent: false, signal, lookup: lookupPublicName, headers: { Host: host, Accept: 'application/json' } },
      (response) => {
        const status = response.statusCode ?? 0
        const location = status >= 300 && status < 400 ? (response.headers.location ?? null) : null
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (piece: string) => {
          text += piece
          if (text.length < MOST_BYTES) return
          resolve({ status, text, location })
          request.destroy()
        })
        response.on('end', () => resolve({ status, text, location }))
        response.on('error', reject)
      },
    )
    request.on('error', reject)
  })
}
