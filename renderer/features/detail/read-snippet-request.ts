import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import type { SnippetRequest } from '../../../shared/codegen/snippet-request.ts'
import { resolveTarget } from '../../../shared/delivery/resolve-target.ts'
import { bytesFromLatin1 } from '../../../shared/http/latin1.ts'
import { call, fetchContent } from '../../host.ts'
import { formatBytes } from '../../ui/format-bytes.ts'

/** Beyond it a command line is no longer something to paste. */
const LARGEST_BODY = 1024 * 1024

/** The same without what must not be shared, to this receiver. */
export async function readRedactedRequest({ id, method, httpVersion }: CaptureDetail): Promise<SnippetRequest> {
  if (method === null) throw new Error('A malformed request has no command.')
  const { target, headers, trailers, body, bodySize } = await call('redaction.capture', { id, maxBody: LARGEST_BODY })
  if (target === null) throw new Error('A malformed request has no command.')
  refuseLarge(bodySize)
  return { method, httpVersion, headers, trailers, ...(await atReceiver(target)), body: bytesFromLatin1(atob(body)) }
}

/** What a snippet is to send: the capture, to this receiver or to a target. */
export async function readSnippetRequest(capture: CaptureDetail, targetUrl?: string): Promise<SnippetRequest> {
  const { method, target, httpVersion, headers, trailers, bodySize } = capture
  if (method === null || target === null) throw new Error('A malformed request has no command.')
  refuseLarge(bodySize)
  const where = targetUrl === undefined ? await atReceiver(target) : atTarget(targetUrl, capture)
  return { method, httpVersion, headers, trailers, ...where, body: await readBody(capture) }
}

function refuseLarge(bodySize: number): void {
  if (bodySize <= LARGEST_BODY) return
  throw new Error(
    `A body of ${formatBytes(bodySize)} is too large to paste. Save it, and use curl --data-binary @file.`,
  )
}

function atTarget(targetUrl: string, capture: CaptureDetail): { origin: string; target: string } {
  const { origin, requestTarget } = resolveTarget(targetUrl, capture)
  return { origin, target: requestTarget }
}

async function atReceiver(target: string): Promise<{ origin: string; target: string }> {
  const { receiver } = await call('engine.state', {})
  return { origin: receiver.urls[0] ?? `http://127.0.0.1:${receiver.port}`, target }
}

async function readBody(capture: CaptureDetail): Promise<Uint8Array> {
  if (capture.bodySize === 0) return new Uint8Array()
  const response = await fetchContent(`/captures/${capture.id}/body`)
  return new Uint8Array(await response.arrayBuffer())
}
