import type { ParsedTarget } from './resolve-target.ts'

/** Whether a target is the receiver itself: a forward there would come back as a new capture, and go round for ever. */
export function reachesReceiver(
  target: ParsedTarget,
  receiverPort: number,
  publicHosts: ReadonlyArray<string>,
): boolean {
  const host = target.host.toLowerCase().replace(/\.$/, '')
  if (publicHosts.some((known) => known.toLowerCase() === host)) return true
  return target.port === receiverPort && isThisMachine(host)
}

function isThisMachine(host: string): boolean {
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  if (/^(?:127(?:\.\d+){0,3}|0(?:\.0){0,3})$/.test(host)) return true
  return /^[0:]*:[0:]*[01]?$/.test(host) || /^(?:0*:)*:?ffff:(?:127\.|7f)/i.test(host)
}
