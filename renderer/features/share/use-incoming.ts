import { useEffect } from 'react'
import { headerFromText } from '../../../shared/http/header-text.ts'
import { looksLikeRequests } from '../../../shared/import/read-requests.ts'
import { FIELDS } from '../../app/commands.ts'
import { openDialog, useDialog } from '../../app/dialogs.ts'

const LONGEST_PASTED = 1024 * 1024

/** Files that are dropped anywhere, and requests that are pasted where no field is. Used once, by the app. */
export function useIncoming(): void {
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const over = (event: DragEvent) => {
      if (event.defaultPrevented || !hasFiles(event)) return
      // Without it the browser would leave for the file.
      event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (event.defaultPrevented || !hasFiles(event)) return
      event.preventDefault()
      const file = event.dataTransfer?.files[0]
      const open = useDialog.getState().dialog
      if (file && (open === null || open.kind === 'import')) openDialog({ kind: 'import', file })
    }
    const paste = (event: ClipboardEvent) => {
      if (event.defaultPrevented || useDialog.getState().dialog !== null) return
      if (event.target instanceof Element && event.target.closest(FIELDS)) return
      const text = event.clipboardData?.getData('text/plain') ?? ''
      if (text.length > LONGEST_PASTED || !looksLikeRequests(headerFromText(text))) return
      event.preventDefault()
      openDialog({ kind: 'import', text })
    }
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    window.addEventListener('paste', paste)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
      window.removeEventListener('paste', paste)
    }
  }, [])
}
