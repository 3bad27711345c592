import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'

/** One file of the built screen, as it is served over HTTP and under `app://`. */
export interface ScreenFile {
  readonly bytes: Buffer
  readonly headers: Readonly<Record<string, string>>
}

/** Reads a file of the screen by its URL path; null if there is none. `/` is the page itself. */
export async function readScreenFile(folder: string, urlPath: string): Promise<ScreenFile | null> {
  const names = screenPath(urlPath)
  if (names === null) return null
  try {
    const bytes = await readFile(join(folder, ...names))
    return { bytes, headers: screenHeaders(names.at(-1) ?? '') }
  } catch (error) {
    if (error instanceof Error && 'code' in error && MISSING.has(String(error.code))) return null
    throw error
  }
}

/**
 * What a page may do. Nothing comes from elsewhere and nothing goes elsewhere. Monaco writes style elements; images of
 * captured bodies are blobs that the page makes.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' blob: data:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "manifest-src 'self'",
  "frame-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** For every answer: no guessing of types, no address passed on, not to be embedded or read by another origin. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const

function screenHeaders(name: string): Record<string, string> {
  return {
    ...SECURITY_HEADERS,
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'content-type': CONTENT_TYPES[extname(name)] ?? 'application/octet-stream',
    'cache-control': 'no-cache',
  }
}

/** The path's names, or null if one of them could lead out of the folder on any platform. */
function screenPath(urlPath: string): string[] | null {
  if (urlPath === '/') return ['index.html']
  let path: string
  try {
    path = decodeURIComponent(urlPath)
  } catch {
    return null // A stray % names no file.
  }
  const names = path.split('/').slice(1)
  return names.every((name) => /^[\w@+-][\w.@+-]*$/.test(name)) ? names : null
}

const MISSING = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'])

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
}
