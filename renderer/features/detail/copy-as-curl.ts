import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { curlCommand } from '../../../shared/codegen/curl.ts'
import { resolveTarget } from '../../../shared/delivery/resolve-target.ts'
import { call, fetchContent } from '../../host.ts'
import { copyText } from '../../ui/copy-text.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { showError } from '../../ui/toast.tsx'

/** Beyond it a command line is no longer something to paste. */
const LARGEST_BODY = 1024 * 1024

/** Copies a command that sends the capture again: to this receiver, or to a target. */
export async function copyAsCurl(capture: CaptureDetail, targetUrl?: string): Promise<void> {
  try {
    if (capture.method === null || capture.target === null) throw new Error('A malformed request has no command.')
    if (capture.bodySize > LARGEST_BODY) {
      throw new Error(
        `A body of ${formatBytes(capture.bodySize)} is too large to paste. Save it, and use curl --data-binary @file.`,
      )
    }
    const where = targetUrl === undefined ? await atReceiver(capture.target) : atTarget(targetUrl, capture)
    const body = await readBody(capture)
    await copyText(curlCommand({ method: capture.method, headers: capture.headers, ...where }, body), 'curl command')
  } catch (error) {
    showError(error)
  }
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
