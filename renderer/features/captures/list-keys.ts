import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { type Command, useCommands } from '../../app/commands.ts'
import { acceptSelectedDrift, deleteSelected, pinSelected, replaySelected, tagSelected } from './selection-actions.ts'
import { extendSelection, openCapture, selectAll, selectCapture, useSelection } from './selection-store.ts'
import { useSelectedCaptures } from './use-selected-captures.ts'

interface ListKeysOptions {
  readonly rows: readonly CaptureSummary[]
  /** Scrolls a row into view. */
  reveal(index: number): void
  toNewest(): void
  focusList(): void
}

/** Moving in the list, and what can be done with what is selected there. */
export function useListKeys({ rows, reveal, toNewest, focusList }: ListKeysOptions): void {
  const selectedId = useSelection((state) => state.selectedId)
  const count = useSelectedCaptures().captures.length
  const any = count > 0

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

  const commands: Command[] = [
    command('list.next', 'Next capture', ['j', 'ArrowDown'], () => move(1, false)),
    command('list.previous', 'Previous capture', ['k', 'ArrowUp'], () => move(-1, false)),
    command('list.extend-down', 'Select downwards', ['Shift+j', 'Shift+ArrowDown'], () => move(1, true)),
    command('list.extend-up', 'Select upwards', ['Shift+k', 'Shift+ArrowUp'], () => move(-1, true)),
    command('list.select-all', 'Select all that are loaded', ['Mod+a'], () => {
      selectAll(rows.map((row) => row.id))
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
      title: count > 1 ? 'Pin or unpin the selected captures' : 'Pin or unpin',
      group: 'Capture',
      keys: ['p'],
      enabled: any,
      run: pinSelected,
    },
    {
      id: 'captures.tag',
      title: count > 1 ? 'Tag the selected captures…' : 'Tags…',
      group: 'Capture',
      keys: ['t'],
      enabled: any,
      run: tagSelected,
    },
    {
      id: 'captures.accept-drift',
      title: count > 1 ? 'Accept the new shapes of the selected captures' : 'Accept the new shape',
      group: 'Capture',
      enabled: any,
      run: acceptSelectedDrift,
    },
    {
      id: 'captures.delete',
      title: count > 1 ? 'Delete the selected captures' : 'Delete',
      group: 'Capture',
      keys: ['x', 'Delete'],
      enabled: any,
      run: () => {
        deleteSelected()
        focusList()
      },
    },
    {
      id: 'captures.replay-selected',
      title: 'Replay the selected captures…',
      group: 'Capture',
      enabled: count > 1,
      run: replaySelected,
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
