import { useQuery } from '@tanstack/react-query'
import { ClipboardList, RotateCw } from 'lucide-react'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { ErrorState } from '../../ui/error-state.tsx'
import { EvidenceLine } from '../../ui/evidence-line.tsx'
import { LogView } from '../../ui/log-view.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { showError } from '../../ui/toast.tsx'

/** The end of the log, and what to paste into a bug report. */
export function LogSettings() {
  const log = useQuery({ queryKey: ['log'], queryFn: () => call('log.tail', { lines: 500 }), staleTime: 0 })

  const copyDiagnostics = async () => {
    try {
      const { text } = await call('engine.diagnostics', {})
      await copyText(text, 'Diagnostics')
    } catch (error) {
      showError(error)
    }
  }

  return (
    <div className="flex flex-col gap-3">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 text-dim">Neither holds captured content or secrets.</p>
        <Button icon={<RotateCw />} onClick={() => void log.refetch()}>
          Read again
        </Button>
        <Button icon={<ClipboardList />} onClick={() => void copyDiagnostics()}>
          Copy diagnostics
        </Button>
      </div>
      {log.error && <ErrorState title="The log could not be read" error={log.error} retry={() => void log.refetch()} />}
      {log.isPending && <Spinner label="Reading the log" />}
      {log.data && (
        <>
          <LogView label="The end of the log" lines={log.data.lines} />
          <EvidenceLine text={log.data.file} what="Path of the log" />
        </>
      )}
    </div>
  )
}
