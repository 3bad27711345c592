import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { type RawRequest, rawRequest } from '../../../shared/capture/raw-request.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { Banner } from '../../ui/banner.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { Spinner } from '../../ui/spinner.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import type { OpenBody } from '../body/open-body.ts'
import { RowsView } from '../body/rows-view.tsx'
import { useBodyAnswer } from '../body/use-body-answer.ts'
import { useOpenBody } from '../body/use-open-body.ts'

/** Beyond it the body is shown by itself, row by row. */
const WHOLE_BYTES = 64 * 1024

/** The request as it may have looked on the wire, and what of that is rebuilt. */
export function RawTab({ capture }: { readonly capture: CaptureDetail }) {
  const raw = rawRequest(capture)
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      {raw.notes.map((note) => (
        <Banner key={note}>{note}</Banner>
      ))}
      {capture.bodySize === 0 ? <WholeRequest raw={raw} body="" /> : <OpenRequest capture={capture} raw={raw} />}
    </div>
  )
}

interface RawParts {
  readonly raw: RawRequest
}

function OpenRequest({ capture, raw }: RawParts & { readonly capture: CaptureDetail }) {
  const { state, retry } = useOpenBody({ path: `/captures/${capture.id}/body`, headers: capture.headers })
  if (state.kind === 'failed')
    return <ErrorState title="The body could not be opened" error={state.error} retry={retry} />
  if (state.kind !== 'open') return <Spinner label={`Opening ${formatBytes(capture.bodySize)}`} />
  const { kind, size } = state.body.info
  const isText = kind !== 'binary' && kind !== 'image'
  return isText && size <= WHOLE_BYTES ? (
    <SmallRequest raw={raw} body={state.body} />
  ) : (
    <LargeRequest raw={raw} body={state.body} mode={isText ? 'raw' : 'hex'} />
  )
}

function SmallRequest({ raw, body }: RawParts & { readonly body: OpenBody }) {
  const text = useBodyAnswer(body, 'text', { mode: 'raw' })
  return text.kind === 'answered' ? <WholeRequest raw={raw} body={text.value} /> : <Spinner />
}

function WholeRequest({ raw, body }: RawParts & { readonly body: string }) {
  const head = headerText(raw.head)
  const rest = headerText(raw.beforeBody) + body + headerText(raw.afterBody)
  if (head + rest === '') return <EmptyState title="Nothing was kept" />
  return (
    <section
      aria-label="Raw request"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="relative min-h-0 flex-1 overflow-auto -outline-offset-2"
    >
      <pre className="px-4 py-2 pr-12 font-mono text-small leading-[19px] break-all whitespace-pre-wrap">
        {withPlainLines(head)}
        {withPlainLines(rest)}
      </pre>
      <CopyButton what="Raw request" text={head + rest} className="absolute! top-1.5 right-2" />
    </section>
  )
}

/** The head by itself, and the body in rows of its own. */
function LargeRequest({ raw, body, mode }: RawParts & { readonly body: OpenBody; readonly mode: 'raw' | 'hex' }) {
  const view = useBodyAnswer(body, 'view', { mode })
  const head = headerText(raw.head + raw.beforeBody)
  return (
    <>
      {head !== '' && (
        <pre className="max-h-[40%] shrink-0 overflow-auto border-b border-line px-4 py-2 font-mono text-small break-all whitespace-pre-wrap">
          {withPlainLines(head)}
        </pre>
      )}
      {view.kind === 'answered' && 'rows' in view.value ? (
        <RowsView body={body} mode={mode} view={view.value} label="Raw body" />
      ) : (
        <Spinner />
      )}
      {raw.afterBody !== '' && (
        <pre className="shrink-0 border-t border-line px-4 py-2 font-mono text-small">
          {withPlainLines(headerText(raw.afterBody)).trim()}
        </pre>
      )}
    </>
  )
}

function withPlainLines(text: string): string {
  return visibleText(text, { lines: true })
}
