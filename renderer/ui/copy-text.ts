import { showError, showToast } from './toast.tsx'

/** Puts text on the clipboard and says so, or why not. */
export async function copyText(text: string, what: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    showToast({ text: `${what} copied`, timeout: 2_000 })
    return true
  } catch {
    showError(new Error(`${what} could not be copied: the browser refused. Select the text and copy it by hand.`))
    return false
  }
}
