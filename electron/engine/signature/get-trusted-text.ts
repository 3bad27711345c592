import https, { type RequestOptions } from 'node:https'

/** For tests: another way to the host. */
export type TrustedConnection = Pick<RequestOptions, 'createConnection'>

const MOST_BYTES = 64 * 1024
export const TRUSTED_TIMEOUT_MS = 5000

/**
 * GETs a URL whose host the caller trusts: over https, at most 64 KiB. Redirects are not followed: they would lead away from
 * that host. Throws what went wrong as one sentence.
 */
export function getTrustedText(url: string, signal: AbortSignal, connection?: TrustedConnection): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = https.get(url, { signal, ...(connection ?? { agent: false }) }, (response) => {
      const { statusCode = 0 } = response
      if (statusCode !== 200) {
        request.destroy()
        const why = statusCode >= 300 && statusCode < 400 ? 'a redirect, which is not followed' : String(statusCode)
        reject(new Error(`It answered ${why}.`))
        return
      }
      const pieces: Buffer[] = []
      let size = 0
      response.on('data', (piece: Buffer) => {
        size += piece.length
        pieces.push(piece)
        if (size > MOST_BYTES) request.destroy(new Error('It answered more than 64 KiB.'))
      })
      response.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')))
      response.on('error', reject)
      response.on('close', () => reject(new Error('It broke off in the middle.')))
    })
    request.on('error', reject)
  })
}
