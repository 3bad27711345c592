import { useMemo } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { isNotFound } from '../../../shared/contract/errors.ts'
import { parseQuery } from '../../../shared/http/query.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { BodyViewer } from '../body/body-viewer.tsx'
import { togglePinned } from '../captures/capture-actions.ts'
import { useCompareCommands } from '../compare/use-compare-commands.ts'
import { DeliveriesTab } from '../deliveries/deliveries-tab.tsx'
import type { KnownMoment } from '../readings/relative-time.ts'
import { ReplayEditor } from '../replay/replay-editor.tsx'
import { useReplay } from '../replay/replay-store.ts'
import { ReplayStrip } from '../replay/replay-strip.tsx'
import { checkTarget, useTarget } from '../replay/use-target.ts'
import { SignatureTab } from '../signature/signature-tab.tsx'
import { copyAsCurl } from './copy-as-curl.ts'
import { DetailHeader } from './detail-header.tsx'
import { type DetailTab, showTab, useDetailTab } from './detail-tab-store.ts'
import { HeadersView } from './headers-view.tsx'
import { NotesTab } from './notes-tab.tsx'
import { QueryTab } from './query-tab.tsx'
import { RawTab } from './raw-tab.tsx'
import { useAddedNames } from './use-added-names.ts'
import { useCapture } from './use-capture.ts'
import { useCaptureCommands } from './use-capture-commands.ts'

/** Everything about one capture, and what can be done with it. */
export function CaptureDetailPane({ captureId }: { readonly captureId: string }) {
  const { data, error, refetch } = useCapture(captureId)
  // Here, where what is selected counts and not what is still shown.
  useCompareCommands(captureId)
  if (isNotFound(error)) {
    return <EmptyState title="This capture is gone">It was deleted, here or by the retention limits.</EmptyState>
  }
  if (error !== null && data === undefined) {
    return <ErrorState title="The capture could not be read" error={error} retry={() => void refetch()} />
  }
  if (data === undefined) return <Spinner />
  return <LoadedDetail capture={data} />
}

/** The same keys where the detail is not shown: in a narrow window it lies over the list, until it is left. */
export function HiddenDetailKeys({ captureId }: { readonly captureId: string }) {
  const { data } = useCapture(captureId)
  useCompareCommands(captureId)
  // What was selected before must not be acted on.
  return data?.id === captureId ? <CaptureKeys capture={data} /> : null
}

function CaptureKeys({ capture }: { readonly capture: CaptureDetail }) {
  useCaptureCommands(capture)
  return null
}

function LoadedDetail({ capture }: { readonly capture: CaptureDetail }) {
  const tab = useDetailTab((state) => state.tab)
  const isEditing = useReplay((state) => state.editing) === capture.id
  const { url } = useTarget()
  const check = checkTarget(url, capture)
  const { replay, edit, curl, copyAs } = useCaptureCommands(capture)

  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-panel">
      <DetailHeader
        capture={capture}
        isEditing={isEditing}
        edit={edit}
        replay={replay}
        togglePinned={() => void togglePinned([capture])}
        copyAs={copyAs}
        copyAsCurl={curl}
        openSignature={() => {
          useReplay.setState({ editing: null })
          showTab('signature')
        }}
        copyAsCurlToTarget={check.kind === 'valid' ? () => void copyAsCurl(capture, url) : null}
      />
      {isEditing ? (
        <ReplayEditor key={capture.id} capture={capture} />
      ) : (
        <>
          <DetailTabs capture={capture} tab={tab} />
          <ReplayStrip
            capture={capture}
            withAttempts={tab !== 'deliveries'}
            onOpenDelivery={(id) => {
              useReplay.setState({ openDelivery: id })
              showTab('deliveries')
            }}
          />
        </>
      )}
    </div>
  )
}

interface DetailTabsProps {
  readonly capture: CaptureDetail
  readonly tab: DetailTab
}

function DetailTabs({ capture, tab }: DetailTabsProps) {
  const queryPairs = useMemo(() => parseQuery(capture.target ?? '').length, [capture.target])
  return (
    <Tabs<DetailTab>
      label="Capture"
      value={tab}
      onChange={showTab}
      items={[
        { value: 'body', label: 'Body', content: <CaptureBody capture={capture} /> },
        {
          value: 'headers',
          label: 'Headers',
          count: capture.headers.length + capture.trailers.length,
          content: <CaptureHeaders key={capture.id} capture={capture} />,
        },
        {
          value: 'query',
          label: 'Query',
          count: queryPairs,
          content: <QueryTab target={capture.target} />,
        },
        {
          value: 'signature',
          label: 'Signature',
          content: <SignatureTab key={capture.id} capture={capture} />,
        },
        {
          value: 'deliveries',
          label: 'Deliveries',
          count: capture.deliveries,
          content: <DeliveriesTab key={capture.id} capture={capture} />,
        },
        { value: 'raw', label: 'Raw', content: <RawTab capture={capture} /> },
        {
          value: 'notes',
          label: capture.hasNote ? 'Notes •' : 'Notes',
          content: <NotesTab key={capture.id} captureId={capture.id} note={capture.note} />,
        },
      ]}
    />
  )
}

function CaptureHeaders({ capture }: { readonly capture: CaptureDetail }) {
  const { headers, trailers } = capture
  return (
    <HeadersView headers={headers} trailers={trailers} addedNames={useAddedNames(capture)} beside={momentOf(capture)} />
  )
}

function CaptureBody({ capture }: { readonly capture: CaptureDetail }) {
  return (
    <BodyViewer
      path={`/captures/${capture.id}/body`}
      decodedPath={`/captures/${capture.id}/decoded-body`}
      headers={capture.headers}
      size={capture.bodySize}
      name={`${capture.endpoint}-${capture.id.slice(-12)}`}
      beside={momentOf(capture)}
    />
  )
}

function momentOf({ receivedAt }: CaptureDetail): KnownMoment {
  return { unixMs: receivedAt, what: 'received' }
}
