import { LIMITS } from '../../../shared/limits.ts'

// Why a request is not whole, in sentences that stand beside what was kept of it. `size` is what came of its body.

export function describeCut(limit: number): string {
  return `The body was longer than ${describeSize(limit)}; the rest was not kept.`
}

export function describeIdle(size: number): string {
  return `Nothing came for ${LIMITS.idleBodyMs / 1000} s, after ${describeSize(size)} of the body.`
}

export function describeLeaving(size: number): string {
  return `The sender closed the connection after ${describeSize(size)} of the body.`
}

export function describeBreak(error: Error & { code?: string }, size: number): string {
  if (error.code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return `The request took longer than ${LIMITS.requestMs / 1000} s to arrive.`
  // The parser's word for a connection that ended in the middle.
  if (error.code === 'HPE_INVALID_EOF_STATE') return describeLeaving(size)
  return `The sender broke HTTP after ${describeSize(size)} of the body: ${error.message}.`
}

function describeSize(bytes: number): string {
  if (bytes < 10_000) return `${bytes} bytes`
  return bytes < 10_000_000 ? `${Math.round(bytes / 1024)} KiB` : `${Math.round(bytes / 1024 / 1024)} MiB`
}
