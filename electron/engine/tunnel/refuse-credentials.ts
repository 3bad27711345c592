import { TunnelRefused } from './tunnel.ts'

/** What these URLs hold is shown on the screen and to senders, and is logged. `what`: such as `public URL`. */
export function refuseCredentials(url: string, what: string): void {
  const parsed = URL.parse(url.trim())
  if (parsed === null || (parsed.username === '' && parsed.password === '')) return
  throw new TunnelRefused(
    `The ${what} has a user or a password in it, which everybody would see.`,
    'Take it out in Settings.',
  )
}
