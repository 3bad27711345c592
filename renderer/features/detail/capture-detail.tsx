import { useMemo } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { parseQuery } from '../../../shared/http/query.ts'
import { type Command, useCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { showToast } from '../../ui/toast.tsx'
import { BodyViewer } from '../body/body-viewer.tsx'
import { togglePinned } from '../captures/capture-actions.ts'
import { useCompareCommands } from '../compare/use-compare-commands.ts'
import { DeliveriesTab } from '../deliveries/deliveries-tab.tsx'
import type { KnownMoment } from '../readings/relative-time.ts'
import { sendReplay } from '../replay/replay-actions.ts'
import { ReplayEditor } from '../replay/replay-editor.tsx'
import { keepTarget, useReplay } from '../replay/replay-store.ts'
import { ReplayStrip } from '../replay/replay-strip.tsx'
import { checkTarget, useTarget } from '../replay/use-target.ts'
import { SignatureTab } from '../signature/signature-tab.tsx'
import { useSigning } from '../signature/signing-choice.ts'
import { eventOfTypes } from '../types/event-of-types.ts'
import { copyAsCurl } from './copy-as-curl.ts'
import { DetailHeader } from './detail-header.tsx'
import { type DetailTab, showTab, useDetailTab } from './detail-tab-store.ts'
import { requestFocus } from './focus-request.ts'
import { HeadersView } from './headers-view.tsx'
import { NotesTab } from './notes-tab.tsx'
import { QueryTab } from './query-tab.tsx'
import { RawTab } from './raw-tab.tsx'
import { useAddedNames } from './use-added-names.ts'
import { useCapture } from './use-capture.ts'

/** Everything about one capture, and what can be done with it. */
export function CaptureDetailPane({ captureId }: { readonly captureId: string }) {
  const { data, error, refetch } = useCapture(captureId)
  // Here, where what is selected counts and not what is still shown.
  useCompareCommands(captureId)
  if (error instanceof AppError && error.kind === 'not-found') {
    return <EmptyState title="This capture is gone">It was deleted, here or by the retention limits.</EmptyState>
  }
  if (error !== null && data === undefined) {
    return <ErrorState title="The capture could not be read" error={error} retry={() => void refetch()} />
  }
  if (data === undefined) return <Spinner />
  return <LoadedDetail capture={data} />
}

function LoadedDetail({ capture }: { readonly capture: CaptureDetail }) {
  const tab = useDetailTab((state) => state.tab)
  const isEditing = useReplay((state) => state.editing) === capture.id
  const { url } = useTarget()
  const check = checkTarget(url, capture)
  const signing = useSigning(capture.endpoint)

  const replay = () => {
    if (check.kind === 'valid' && capture.method !== null) {
      keepTarget(url)
      return void sendReplay({ captureId: capture.id, url, ...signing })
    }
    if (capture.method === null)
      return showToast({ text: 'A malformed request cannot be replayed as it is. Press e to edit it.' })
    requestFocus('target')
  }
  const edit = () => useReplay.setState({ editing: capture.id })
  const curl = () => void copyAsCurl(capture)
  const copyAs = () => openDialog({ kind: 'copy-as', capture })

  useCommands([
    {
      id: 'capture.replay',
      title: 'Replay to the target',
      group: 'Replay',
      keys: ['r'],
      enabled: !isEditing,
      run: replay,
    },
    { id: 'capture.edit', title: 'Edit and replay', group: 'Replay', keys: ['e'], run: edit },
    {
      id: 'capture.copy-as',
      title: 'Copy as…',
      group: 'Capture',
      keys: ['c'],
      enabled: capture.method !== null,
      run: copyAs,
    },
    {
      id: 'capture.copy-curl',
      title: 'Copy as curl',
      group: 'Capture',
      enabled: capture.method !== null,
      run: curl,
    },
    {
      id: 'capture.types',
      title: 'Types of this event…',
      group: 'Capture',
      keys: ['Shift+t'],
      enabled: capture.state !== 'malformed',
      run: () => openDialog({ kind: 'types', event: eventOfTypes(capture) }),
    },
    {
      id: 'capture.note',
      title: 'Write a note',
      group: 'Capture',
      keys: ['n'],
      run: () => {
        useReplay.setState({ editing: null })
        showTab('notes')
        requestFocus('note')
      },
    },
    ...tabCommands(),
  ])

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

function tabCommands(): Command[] {
  return TABS.map(([tab, title], index) => ({
    id: `capture.tab-${tab}`,
    title: `Show ${title}`,
    group: 'Capture',
    keys: [String(index + 1)],
    run: () => {
      useReplay.setState({ editing: null })
      showTab(tab)
    },
  }))
}

const TABS: ReadonlyArray<readonly [DetailTab, string]> = [
  ['body', 'the body'],
  ['headers', 'the headers'],
  ['query', 'the query'],
  ['signature', 'the signature'],
  ['deliveries', 'the deliveries'],
  ['raw', 'the raw request'],
  ['notes', 'the notes'],
]
