/** How servers that hand out URLs say which. localhost.run, serveo, and those that print it on a line of its own. */
const GRANTED = [
  /\btunneled with tls termination, (https:\/\/\S+)/i,
  /\bForwarding HTTP traffic from (https?:\/\/\S+)/i,
  /^(?:HTTPS:\s*)?(https:\/\/\S+)$/i,
]

/** The public URL that a server prints; null for every other line. */
export function grantedUrl(line: string): string | null {
  if (isDebugLine(line)) return null
  for (const pattern of GRANTED) {
    const url = URL.parse(pattern.exec(line)?.[1] ?? '')
    // What comes from a stranger's server is shown and linked to: the address only.
    if (url !== null) return url.origin
  }
  return null
}

/** What ssh itself reports at the level that tells when a forwarding stands. */
export function isDebugLine(line: string): boolean {
  return /^debug\d: /.test(line)
}

/** The port on the server that is led here; null for every other line. */
export function forwardedPort(line: string): number | null {
  const port =
    /^Allocated port (\d+) for remote forward/.exec(line)?.[1] ??
    /^debug1: remote forward success for: listen (?:\S*:)?([1-9]\d*),/.exec(line)?.[1]
  return port === undefined ? null : Number(port)
}
