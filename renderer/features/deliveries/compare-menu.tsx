import { Bookmark, Diff, Ellipsis } from 'lucide-react'
import { runCommand } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { keyLabel } from '../../app/key-match.ts'
import { IS_MAC } from '../../app/platform.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { showError } from '../../ui/toast.tsx'
import { compare, toggleMark, useMark } from '../compare/compare-store.ts'
import { choicesFor } from '../compare/side-choices.ts'
import { isSameSide, type SideRef, sideKind } from '../compare/side-ref.ts'

/** What the half of a delivery that is in view can be compared with. */
export function CompareMenu({ side }: { readonly side: SideRef }) {
  const isMarked = useMark(({ marked }) => marked !== null && isSameSide(marked, side))
  const what = sideKind(side).toLowerCase()
  return (
    <Menu
      align="end"
      trigger={<IconButton label="Compare this delivery" icon={<Ellipsis />} />}
      entries={[
        ...choicesFor(side).map(({ label, find }) => ({
          label: `Compare with ${label.charAt(0).toLowerCase()}${label.slice(1)}`,
          icon: <Diff />,
          // What came first stands on the left.
          run: () => void find().then((other) => compare(other, side), showError),
        })),
        {
          label: `Compare the ${what} with the marked one`,
          icon: <Diff />,
          shortcut: 'd',
          run: () => runCommand('capture.compare'),
        },
        {
          label: `Compare the ${what} with…`,
          icon: <Diff />,
          shortcut: keyLabel('Shift+d', IS_MAC),
          run: () => openDialog({ kind: 'compare-with', side }),
        },
        'line',
        {
          label: isMarked ? 'Take the mark away' : `Mark the ${what} to compare`,
          icon: <Bookmark />,
          shortcut: 'm',
          run: () => toggleMark(side),
        },
      ]}
    />
  )
}
