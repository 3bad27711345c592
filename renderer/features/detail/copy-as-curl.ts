import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { curlCommand } from '../../../shared/codegen/curl.ts'
import { copyText } from '../../ui/copy-text.ts'
import { showError } from '../../ui/toast.tsx'
import { readSnippetRequest } from './read-snippet-request.ts'

/** Copies a command that sends the capture again: to this receiver, or to a target. */
export async function copyAsCurl(capture: CaptureDetail, targetUrl?: string): Promise<void> {
  try {
    const request = await readSnippetRequest(capture, targetUrl)
    await copyText(curlCommand(request, request.body), 'curl command')
  } catch (error) {
    showError(error)
  }
}
