import { Download, WrapText } from 'lucide-react'
import { useState } from 'react'
import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import { type HeaderPairs, headerValue } from '../../../shared/http/header-pairs.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { ViewBar } from '../../ui/view-bar.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import type { KnownMoment } from '../readings/relative-time.ts'
import { BodyContent } from './body-content.tsx'
import { extensionOf, VIEW_LABELS, viewsOf } from './body-views.ts'
import type { OpenBody } from './open-body.ts'
import { saveFile } from './save-file.ts'
import { useBodyView } from './use-body-view.ts'
import { useOpenBody } from './use-open-body.ts'
import { useViewPreferences } from './view-preferences.ts'

interface BodyViewerProps {
  /** `/captures/<id>/body` and the like; beside it lies the same with its encoding undone. */
  readonly path: string
  readonly decodedPath: string
  readonly headers: HeaderPairs
  /** Bytes kept. */
  readonly size: number
  /** What it is the body of, for file names: `capture-0194…`. */
  readonly name: string
  /** Said when there is no body. */
  readonly emptyTitle?: string
  /** When it came or went, which times in it are held against. */
  readonly beside: KnownMoment
}

/** Any body that is kept, in the views that suit it. */
export function BodyViewer(props: BodyViewerProps) {
  if (props.size === 0) return <EmptyState title={props.emptyTitle ?? 'No body'}>It was sent without one.</EmptyState>
  return <SomeBody {...props} />
}

function SomeBody({ path, decodedPath, headers, size, name, beside }: BodyViewerProps) {
  const encoding = contentEncoding(headers)
  const contentType = visibleText(headerText(headerValue(headers, 'content-type') ?? 'no Content-Type'))
  const [asReceived, setAsReceived] = useState(false)
  const isDecoded = encoding !== null && !asReceived
  const { state, cancel, retry } = useOpenBody({ path: isDecoded ? decodedPath : path, headers })
  const body = state.kind === 'open' ? state.body : null

  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <ViewBar className="flex-wrap gap-x-3 gap-y-1">
        {body !== null && <ViewChoice body={body} />}
        {encoding !== null && (
          <SegmentedControl
            label="Content encoding"
            value={isDecoded ? 'decoded' : 'received'}
            options={[
              {
                value: 'decoded',
                label: isDecoded && body !== null ? `Decoded ${formatBytes(body.info.size)}` : 'Decoded',
              },
              { value: 'received', label: `${visibleText(encoding)} ${formatBytes(size)}` },
            ]}
            onChange={(value) => setAsReceived(value === 'received')}
          />
        )}
        <span className="min-w-0 flex-1 truncate" title={contentType}>
          <bdi>{contentType}</bdi>
        </span>
        {body !== null && <BodyActions body={body} name={name} />}
      </ViewBar>
      {/* Where nothing came out of the decoder, that is said in place of the body. */}
      {body?.incomplete && body.info.size > 0 && <Banner tone="warn">{body.incomplete}</Banner>}
      {body !== null && <CharsetNote body={body} />}
      {state.kind === 'loading' && <LoadingBody loaded={state.loaded} size={isDecoded ? null : size} cancel={cancel} />}
      {state.kind === 'failed' && <ErrorState title="The body could not be opened" error={state.error} retry={retry} />}
      {state.kind === 'cancelled' && (
        <EmptyState title="Not opened">
          <Button onClick={retry}>Open the body</Button>
        </EmptyState>
      )}
      {body !== null && <BodyContent body={body} beside={beside} />}
    </div>
  )
}

function ViewChoice({ body }: { readonly body: OpenBody }) {
  const view = useBodyView(body)
  if (view === null) return null
  return (
    <SegmentedControl
      label="View"
      value={view}
      options={viewsOf(body.info.kind).map((value) => ({ value, label: VIEW_LABELS[value] }))}
      onChange={(chosen) => useViewPreferences.setState({ view: chosen })}
    />
  )
}

/** Only beside text: parts, fields and pictures are not read with the charset of the whole. */
function CharsetNote({ body }: { readonly body: OpenBody }) {
  const view = useBodyView(body)
  if (body.info.charsetNote === null || (view !== 'pretty' && view !== 'raw' && view !== 'tree')) return null
  return <Banner>{body.info.charsetNote}</Banner>
}

function BodyActions({ body, name }: { readonly body: OpenBody; readonly name: string }) {
  const wrap = useViewPreferences((state) => state.wrap)
  const view = useBodyView(body)
  const isText = body.info.kind !== 'binary' && body.info.kind !== 'image'
  const save = async () => {
    const bytes = await body.ask('bytes', { start: 0, end: body.info.size })
    saveFile(bytes, `${name}.${extensionOf(body.info.kind, body.info.imageType)}`)
  }
  return (
    <div className="flex shrink-0 items-center">
      {(view === 'pretty' || view === 'raw') && (
        <IconButton
          label="Wrap long lines"
          icon={<WrapText />}
          pressed={wrap}
          onClick={() => useViewPreferences.setState({ wrap: !wrap })}
        />
      )}
      {isText && (
        <CopyButton what="Body" text={() => body.ask('text', { mode: view === 'pretty' ? 'pretty' : 'raw' })} />
      )}
      <IconButton label="Save the body as a file" icon={<Download />} onClick={() => void save()} />
    </div>
  )
}

function LoadingBody({
  loaded,
  size,
  cancel,
}: {
  readonly loaded: number
  readonly size: number | null
  cancel(): void
}) {
  return (
    <div className="m-auto flex w-64 flex-col items-center gap-3 p-6 text-dim">
      <output>
        Opening {formatBytes(loaded)}
        {size !== null && ` of ${formatBytes(size)}`}
      </output>
      <ProgressBar label="Opening the body" value={loaded} max={size} />
      <Button onClick={cancel}>Cancel</Button>
    </div>
  )
}
