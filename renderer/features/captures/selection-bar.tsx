import { Diff, Download, Pin, RotateCw, Tag, Trash2, X } from 'lucide-react'
import { runCommand } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { Button } from '../../ui/button.tsx'
import { FloatingBar } from '../../ui/floating-bar.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { deleteSelected, pinSelected, replaySelected, tagSelected } from './selection-actions.ts'
import { collapseSelection, MOST_SELECTED } from './selection-store.ts'
import { useSelectedCaptures } from './use-selected-captures.ts'

interface SelectionBarProps {
  /** So many are loaded. */
  readonly loaded: number
  /** There are more that are not loaded, and so cannot be selected yet. */
  readonly hasOlder: boolean
}

/** What can be done with several captures at once; lies over the list, so that nothing moves. */
export function SelectionBar({ loaded, hasOlder }: SelectionBarProps) {
  const { captures, unseen } = useSelectedCaptures()
  const count = captures.length
  if (count + unseen < 2) return null
  const isNone = count === 0

  return (
    <FloatingBar label="Selected captures">
      <span className="px-1 font-medium whitespace-nowrap">
        {formatCount(count)} selected
        <span className="font-normal text-dim">{note(count, unseen, loaded, hasOlder)}</span>
      </span>
      <Button look="quiet" icon={<Pin />} disabled={isNone} onClick={pinSelected}>
        {!isNone && captures.every((capture) => capture.pinned) ? 'Unpin' : 'Pin'}
      </Button>
      <Button look="quiet" icon={<RotateCw />} disabled={isNone} onClick={replaySelected}>
        Replay…
      </Button>
      {count === 2 && (
        <IconButton
          label="Compare the two"
          shortcut="d"
          icon={<Diff />}
          onClick={() => runCommand('capture.compare')}
        />
      )}
      <Button look="quiet" icon={<Tag />} disabled={isNone} onClick={tagSelected}>
        Tag…
      </Button>
      <Button look="quiet" icon={<Download />} onClick={() => openDialog({ kind: 'export' })}>
        Export…
      </Button>
      <Button look="quiet" icon={<Trash2 />} disabled={isNone} onClick={deleteSelected}>
        Delete
      </Button>
      <IconButton label="Select only the one shown" icon={<X />} onClick={collapseSelection} />
    </FloatingBar>
  )
}

function note(count: number, unseen: number, loaded: number, hasOlder: boolean): string {
  if (unseen > 0) return `, ${formatCount(unseen)} hidden`
  if (count === MOST_SELECTED) return ', the most at once'
  return hasOlder && count === loaded ? ', all loaded' : ''
}
