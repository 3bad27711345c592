import { Ellipsis, Pencil, Trash2 } from 'lucide-react'
import type { SavedTarget } from '../../../shared/delivery/target.ts'
import { useCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { useTargets } from '../../app/engine-queries.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { SidebarItem, SidebarSection } from '../../ui/sidebar.tsx'
import { removeTarget } from './target-actions.ts'

/** Saved targets: where deliveries can go. */
export function TargetSection() {
  const saved = (useTargets().data ?? []).filter((target) => target.name !== null)
  const add = () => openDialog({ kind: 'target', url: null })
  useCommands([{ id: 'targets.add', title: 'New target…', group: 'Targets', run: add }])

  return (
    <SidebarSection title="Targets" addLabel="New target" onAdd={add}>
      {saved.length === 0 && <p className="px-2 text-small text-faint">Where you replay to. None saved yet.</p>}
      {saved.map((target) => (
        <TargetItem key={target.url} target={target} />
      ))}
    </SidebarSection>
  )
}

function TargetItem({ target }: { readonly target: SavedTarget }) {
  const edit = () => openDialog({ kind: 'target', url: target.url })
  const name = target.name ?? target.url
  return (
    <SidebarItem
      label={name}
      title={target.url}
      onClick={edit}
      actions={
        <Menu
          align="end"
          trigger={<IconButton label={`Actions on ${name}`} icon={<Ellipsis />} />}
          entries={[
            { label: 'Edit…', icon: <Pencil />, run: edit },
            'line',
            { label: 'Remove', icon: <Trash2 />, danger: true, run: () => void removeTarget(target) },
          ]}
        />
      }
    />
  )
}
