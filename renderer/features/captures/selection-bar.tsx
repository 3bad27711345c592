import { Diff, Download, Pin, RotateCw, Tag, Trash2, X } from 'lucide-react'
import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { runCommand } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { Button } from '../../ui/button.tsx'
import { FloatingBar } from '../../ui/floating-bar.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { deleteCaptures, togglePinned } from './capture-actions.ts'
import { collapseSelection, useSelection } from './selection-store.ts'

interface SelectionBarProps {
  /** Those that are loaded. */
  readonly rows: readonly CaptureSummary[]
  /** There are more that are not loaded, and so cannot be selected yet. */
  readonly hasOlder: boolean
}

/** What can be done with several captures at once; lies over the list, so that nothing moves. */
export function SelectionBar({ rows, hasOlder }: SelectionBarProps) {
  const selection = useSelection((state) => state.selection)
  if (selection.size < 2) return null
  const selected = rows.filter((row) => selection.has(row.id))

  return (
    <FloatingBar label="Selected captures">
      <span className="px-1 font-medium whitespace-nowrap">
        {formatCount(selection.size)} selected
        {hasOlder && selected.length === rows.length && <span className="font-normal text-dim">, all loaded</span>}
      </span>
      <Button look="quiet" icon={<Pin />} onClick={() => void togglePinned(selected)}>
        {selected.every((row) => row.pinned) ? 'Unpin' : 'Pin'}
      </Button>
      <Button
        look="quiet"
        icon={<RotateCw />}
        // Oldest first: the order in which they came.
        onClick={() => openDialog({ kind: 'replay-run', captureIds: selected.map((row) => row.id).reverse() })}
      >
        Replay…
      </Button>
      {selection.size === 2 && (
        <IconButton
          label="Compare the two"
          shortcut="d"
          icon={<Diff />}
          onClick={() => runCommand('capture.compare')}
        />
      )}
      <Button look="quiet" icon={<Tag />} onClick={() => openDialog({ kind: 'tags', captures: selected })}>
        Tag…
      </Button>
      <Button look="quiet" icon={<Download />} onClick={() => openDialog({ kind: 'export' })}>
        Export…
      </Button>
      <Button look="quiet" icon={<Trash2 />} onClick={() => void deleteCaptures([...selection], null)}>
        Delete
      </Button>
      <IconButton label="Select only the one shown" icon={<X />} onClick={collapseSelection} />
    </FloatingBar>
  )
}
