import { readFileSync } from 'node:fs'

/** Of this build. From source and built alike, package.json lies two folders up. */
export function readVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  return (manifest as { version: string }).version
}
