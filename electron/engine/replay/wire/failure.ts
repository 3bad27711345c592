import { assertNever } from '../../../../shared/assert-never.ts'
import type { FailureReason } from '../../../../shared/delivery/delivery.ts'
import type { WireTarget } from './wire-types.ts'

/** How far an exchange had come. */
export type WirePhase = 'connecting' | 'securing' | 'sent' | 'answering'

export interface Failure {
  readonly reason: FailureReason
  /** Names the target and says what to do. */
  readonly message: string
}

/** `host:port`, as people write it. */
export function place({ host, port }: WireTarget): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`
}

/** What an error of a socket means. */
export function failureOf(error: unknown, phase: WirePhase, target: WireTarget): Failure {
  const where = place(target)
  const { code, message } = deciding(error)
  if (REFUSED.has(code)) {
    return { reason: 'refused', message: `Nothing listens at ${where}. Start the target there, or correct the port.` }
  }
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) {
    const said = code === 'ENOTFOUND' ? 'does not exist in the DNS' : `could not be looked up (${code})`
    return {
      reason: 'dns',
      message: `The host ${target.host} ${said}. Check its spelling and your network connection.`,
    }
  }
  if (code === 'ETIMEDOUT') {
    return { reason: 'timeout', message: `No answer from ${where}: the connection timed out. ${CHECK_ROUTE}` }
  }
  if (UNREACHABLE.has(code)) {
    return { reason: 'unreachable', message: `${where} cannot be reached from here (${code}). ${CHECK_ROUTE}` }
  }
  if (target.secure && (phase === 'securing' || isTlsCode(code))) return tlsFailure(code, message, where)
  if (RESET.has(code)) return resetFailure(phase, where)
  return {
    reason: phase === 'connecting' ? 'unreachable' : 'reset',
    message: `The connection to ${where} failed: ${message}. Try again.`,
  }
}

/** The target closed the connection before its answer was whole. */
export function resetFailure(phase: WirePhase, where: string): Failure {
  const message =
    phase === 'answering'
      ? `${where} closed the connection before its answer was whole. Look into its log for a crash.`
      : `${where} closed the connection without an answer; it may have processed the request all the same. Look into its log for a crash, and whether it expects https there.`
  return { reason: 'reset', message }
}

export function timeoutFailure(phase: WirePhase, target: WireTarget, timeoutMs: number): Failure {
  const where = place(target)
  const limit = `${timeoutMs / 1000} s`
  switch (phase) {
    case 'connecting':
      return { reason: 'timeout', message: `No connection to ${where} within ${limit}. ${CHECK_ROUTE}` }
    case 'securing':
      return {
        reason: 'timeout',
        message: `${where} did not answer the TLS handshake within ${limit}. If it speaks plain HTTP, write http://.`,
      }
    case 'sent':
      return {
        reason: 'timeout',
        message: `${where} took the request but did not answer within ${limit}. Look whether it hangs, then try again.`,
      }
    case 'answering':
      return {
        reason: 'timeout',
        message: `${where} began its answer but did not end it within ${limit}. Look whether it hangs, then try again.`,
      }
    default:
      return assertNever(phase)
  }
}

export function protocolFailure(problem: string, target: WireTarget): Failure {
  return {
    reason: 'protocol',
    message: `${place(target)} ${problem}. Check that the URL is the one of an HTTP server.`,
  }
}

export function abortedFailure(target: WireTarget): Failure {
  return { reason: 'aborted', message: `Cancelled while sending to ${place(target)}. Replay it to send it again.` }
}

function tlsFailure(code: string, message: string, where: string): Failure {
  const say = (what: string): Failure => ({ reason: 'tls', message: what })
  if (SELF_SIGNED.has(code)) {
    return say(
      `The certificate of ${where} is not signed by anyone known (${code}). If it is your own server, allow self-signed certificates for this target.`,
    )
  }
  if (code === 'CERT_HAS_EXPIRED') {
    return say(`The certificate of ${where} has expired. Renew it, or allow self-signed certificates for this target.`)
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') {
    return say(
      `The certificate of ${where} is for another host. Use the name that it is for, or allow self-signed certificates for this target.`,
    )
  }
  if (
    /WRONG_VERSION_NUMBER|PACKET_LENGTH_TOO_LONG|HTTP_REQUEST|UNEXPECTED_MESSAGE|wrong version number/i.test(
      `${code} ${message}`,
    )
  ) {
    return say(`${where} did not answer in TLS. If it speaks plain HTTP, write http:// instead of https://.`)
  }
  if (RESET.has(code)) {
    return say(
      `${where} closed the connection during the TLS handshake. If it speaks plain HTTP, write http://; if it wants a client certificate, it cannot be replayed to.`,
    )
  }
  return say(`No TLS connection to ${where} (${code || message}). Check its certificate and TLS settings.`)
}

/** Of the errors of several addresses, the one that says most. */
function deciding(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) {
    const all = error.errors.map(deciding)
    const rank = (code: string) => (REFUSED.has(code) ? 0 : code === 'ETIMEDOUT' ? 1 : 2)
    return all.reduce((best, next) => (rank(next.code) < rank(best.code) ? next : best))
  }
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return { code, message: error.message }
}

function isTlsCode(code: string): boolean {
  return /^(?:ERR_SSL|ERR_TLS|CERT_|UNABLE_TO_|DEPTH_ZERO|SELF_SIGNED|EPROTO$|HOSTNAME_MISMATCH|INVALID_CA)/.test(code)
}

const CHECK_ROUTE = 'Check the host, your network, and that no firewall is between.'
const REFUSED: ReadonlySet<string> = new Set(['ECONNREFUSED'])
const RESET: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED', 'ERR_STREAM_PREMATURE_CLOSE'])
const UNREACHABLE: ReadonlySet<string> = new Set([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'EHOSTDOWN',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'EACCES',
  'EPERM',
  'EINVAL',
])
const SELF_SIGNED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_UNTRUSTED',
])
