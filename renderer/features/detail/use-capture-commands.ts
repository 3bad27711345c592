import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { type Command, useCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { showToast } from '../../ui/toast.tsx'
import { showDetail } from '../captures/selection-store.ts'
import { sendReplay } from '../replay/replay-actions.ts'
import { keepTarget, useReplay } from '../replay/replay-store.ts'
import { checkTarget, useTarget } from '../replay/use-target.ts'
import { useSigning } from '../signature/signing-choice.ts'
import { eventOfTypes } from '../types/event-of-types.ts'
import { copyAsCurl } from './copy-as-curl.ts'
import { type DetailTab, showTab } from './detail-tab-store.ts'
import { requestFocus } from './focus-request.ts'

interface CaptureCommands {
  replay(): void
  edit(): void
  curl(): void
  copyAs(): void
}

/** What can be done with the capture that is selected, by key and palette. What shows something opens the detail. */
export function useCaptureCommands(capture: CaptureDetail): CaptureCommands {
  const isEditing = useReplay((state) => state.editing) === capture.id
  const { url } = useTarget()
  const check = checkTarget(url, capture)
  const signing = useSigning(capture.endpoint)

  const replay = () => {
    showDetail()
    if (check.kind === 'valid' && capture.method !== null) {
      keepTarget(url)
      return void sendReplay({ captureId: capture.id, url, ...signing })
    }
    if (capture.method === null)
      return showToast({ text: 'A malformed request cannot be replayed as it is. Press e to edit it.' })
    requestFocus('target')
  }
  const edit = () => {
    showDetail()
    useReplay.setState({ editing: capture.id })
  }
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
        showTabAlone('notes')
        requestFocus('note')
      },
    },
    ...tabCommands(),
  ])
  return { replay, edit, curl, copyAs }
}

function showTabAlone(tab: DetailTab): void {
  showDetail()
  useReplay.setState({ editing: null })
  showTab(tab)
}

function tabCommands(): Command[] {
  return TABS.map(([tab, title], index) => ({
    id: `capture.tab-${tab}`,
    title: `Show ${title}`,
    group: 'Capture',
    keys: [String(index + 1)],
    run: () => showTabAlone(tab),
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
