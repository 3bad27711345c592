import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { type Command, useCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { acceptDrift } from '../types/accept-drift.ts'
import { deleteCaptures, togglePinned } from './capture-actions.ts'
import { extendSelection, openCapture, selectAll, selectCapture, useSelection } from './selection-store.ts'

interface ListKeysOptions {
  readonly rows: readonly CaptureSummary[]
  /** Scrolls a row into view. */
  reveal(index: number): void
  toNewest(): void
  focusList(): void
}

/** As many as one call to the engine takes. */
const MOST_SELECTED = 10_000

/** Moving in the list, and what can be done with what is selected there. */
export function useListKeys({ rows, reveal, toNewest, focusList }: ListKeysOptions): void {
  const selectedId = useSelection((state) => state.selectedId)
  const selection = useSelection((state) => state.selection)
  const any = selection.size > 0

  const move = (by: number, extend: boolean) => {
    const index = rows.findIndex((row) => row.id === selectedId)
    const target = rows[index === -1 ? 0 : Math.min(rows.length - 1, Math.max(0, index + by))]
    if (!target) return
    if (extend) {
      extendSelection(
        target.id,
        rows.map((row) => row.id),
      )
    } else selectCapture(target.id)
    reveal(rows.indexOf(target))
    // So that Enter and the arrows are the list's, and not those of a button that was clicked before.
    focusList()
  }
  const selectedRows = () => rows.filter((row) => selection.has(row.id))
  const selectedIds = () => [...selection]
  /** What is shown once the selected ones are gone: the next older one, else the next newer. */
  const neighbour = () => {
    const last = rows.findLastIndex((row) => selection.has(row.id))
    const first = rows.findIndex((row) => selection.has(row.id))
    return (rows[last + 1] ?? rows[first - 1])?.id ?? null
  }

  const commands: Command[] = [
    command('list.next', 'Next capture', ['j', 'ArrowDown'], () => move(1, false)),
    command('list.previous', 'Previous capture', ['k', 'ArrowUp'], () => move(-1, false)),
    command('list.extend-down', 'Select downwards', ['Shift+j', 'Shift+ArrowDown'], () => move(1, true)),
    command('list.extend-up', 'Select upwards', ['Shift+k', 'Shift+ArrowUp'], () => move(-1, true)),
    command('list.select-all', 'Select all that are loaded', ['Mod+a'], () => {
      selectAll(rows.slice(0, MOST_SELECTED).map((row) => row.id))
      focusList()
    }),
    command('list.page-down', 'A page down', ['PageDown'], () => move(20, false)),
    command('list.page-up', 'A page up', ['PageUp'], () => move(-20, false)),
    {
      ...command('list.newest', 'Go to the newest capture', ['Home'], () => {
        if (rows[0]) selectCapture(rows[0].id)
        toNewest()
      }),
      keysOnly: false,
    },
    {
      ...command('list.open', 'Open', ['Enter'], () => selectedId && openAndFocus(selectedId)),
      enabled: selectedId !== null,
    },
    {
      id: 'captures.pin',
      title: selection.size > 1 ? 'Pin or unpin the selected captures' : 'Pin or unpin',
      group: 'Capture',
      keys: ['p'],
      enabled: any,
      run: () => void togglePinned(selectedRows()),
    },
    {
      id: 'captures.tag',
      title: selection.size > 1 ? 'Tag the selected captures…' : 'Tags…',
      group: 'Capture',
      keys: ['t'],
      enabled: any,
      run: () => openDialog({ kind: 'tags', captures: selectedRows() }),
    },
    {
      id: 'captures.accept-drift',
      title: selection.size > 1 ? 'Accept the new shapes of the selected captures' : 'Accept the new shape',
      group: 'Capture',
      enabled: any,
      run: () => void acceptDrift(selectedRows().filter(({ drifts }) => drifts)),
    },
    {
      id: 'captures.delete',
      title: selection.size > 1 ? 'Delete the selected captures' : 'Delete',
      group: 'Capture',
      keys: ['x', 'Delete'],
      enabled: any,
      run: () => {
        void deleteCaptures(selectedIds(), neighbour())
        focusList()
      },
    },
    {
      id: 'captures.replay-selected',
      title: 'Replay the selected captures…',
      group: 'Capture',
      enabled: selection.size > 1,
      // Oldest first: the order in which they came.
      run: () =>
        openDialog({
          kind: 'replay-run',
          captureIds: selectedRows()
            .map((row) => row.id)
            .reverse(),
        }),
    },
  ]
  useCommands(commands)
}

function command(id: string, title: string, keys: string[], run: () => void): Command {
  return { id, title, group: 'List', keys, run, keysOnly: true }
}

/** Shows the detail and moves the focus there, so that its tabs and fields are a Tab away. */
function openAndFocus(id: string): void {
  openCapture(id)
  requestAnimationFrame(() => document.getElementById('capture-detail')?.focus())
}
