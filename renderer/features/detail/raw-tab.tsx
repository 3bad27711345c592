import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { rawRequest } from '../../../shared/capture/raw-request.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { Banner } from '../../ui/banner.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { Spinner } from '../../ui/spinner.tsx'
import type { OpenBody } from '../body/open-body.ts'
import { RowsView } from '../body/rows-view.tsx'
import { useBodyAnswer } from '../body/use-body-answer.ts'
import { useOpenBody } from '../body/use-open-body.ts'

/** The request as it may have looked on the wire, and what of that is rebuilt. */
export function RawTab({ capture }: { readonly capture: CaptureDetail }) {
  const raw = rawRequest(capture)
  const head = headerText(raw.head + raw.beforeBody)
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      {raw.notes.map((note) => (
        <Banner key={note}>{note}</Banner>
      ))}
      {head !== '' && (
        <div className="relative max-h-[55%] shrink-0 overflow-auto border-b border-line">
          <pre className="px-4 py-2 font-mono text-small break-all whitespace-pre-wrap">
            {head.replaceAll('\r\n', '\n')}
          </pre>
          <CopyButton what="Request head" text={head} className="absolute! top-1.5 right-2" />
        </div>
      )}
      {capture.bodySize > 0 && <RawBody capture={capture} />}
      {capture.bodySize === 0 && head === '' && <EmptyState title="Nothing was kept" />}
      {raw.afterBody !== '' && (
        <pre className="shrink-0 border-t border-line px-4 py-2 font-mono text-small">
          {headerText(raw.afterBody).trim()}
        </pre>
      )}
    </div>
  )
}

function RawBody({ capture }: { readonly capture: CaptureDetail }) {
  const { state, retry } = useOpenBody({ path: `/captures/${capture.id}/body`, headers: capture.headers })
  if (state.kind === 'failed')
    return <ErrorState title="The body could not be opened" error={state.error} retry={retry} />
  if (state.kind !== 'open') return <Spinner label={`Opening ${formatBytes(capture.bodySize)}`} />
  return <RawBytes body={state.body} />
}

function RawBytes({ body }: { readonly body: OpenBody }) {
  const isBinary = body.info.kind === 'binary' || body.info.kind === 'image'
  const mode = isBinary ? 'hex' : 'raw'
  const view = useBodyAnswer(body, 'view', { mode })
  if (view.kind !== 'answered' || !('rows' in view.value)) return <Spinner />
  return <RowsView body={body} mode={mode} view={view.value} label="Raw body" />
}
