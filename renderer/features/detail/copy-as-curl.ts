import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { curlCommand, originAndTarget } from '../../../shared/codegen/curl.ts'
import { call, fetchContent } from '../../host.ts'
import { copyText } from '../../ui/copy-text.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { showError } from '../../ui/toast.tsx'

/** Beyond it a command line is no longer something to paste. */
const LARGEST_BODY = 1024 * 1024

/** Copies a command that sends the capture again: to this receiver, or to `url`. */
export async function copyAsCurl(capture: CaptureDetail, url?: string): Promise<void> {
  try {
    if (capture.method === null || capture.target === null) throw new Error('A malformed request has no command.')
    if (capture.bodySize > LARGEST_BODY) {
      throw new Error(
        `A body of ${formatBytes(capture.bodySize)} is too large to paste. Save it, and use curl --data-binary @file.`,
      )
    }
    const where = url === undefined ? await atReceiver(capture.target) : originAndTarget(url)
    const body = await readBody(capture)
    await copyText(curlCommand({ method: capture.method, headers: capture.headers, ...where }, body), 'curl command')
  } catch (error) {
    showError(error)
  }
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
