import { History, Trash2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { StorageUsage } from '../../../shared/storage/storage-usage.ts'
import { call } from '../../host.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatFullTime } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { showError, showToast } from '../../ui/toast.tsx'
import { clearSelection } from '../captures/selection-store.ts'
import { useBackups, useLookAgain } from './storage-queries.ts'

interface Asked {
  readonly what: 'restore' | 'delete'
  readonly name: string
}

/** Backups, and databases that were set aside: to restore, or to be rid of. */
export function BackupList({ usage, disabled }: { readonly usage: StorageUsage; readonly disabled: boolean }) {
  const backups = useBackups().data ?? []
  const setAside = usage.files.filter(({ kind }) => kind === 'set-aside')
  const [asked, setAsked] = useState<Asked | null>(null)
  const lookAgain = useLookAgain()

  const carryOut = async ({ what, name }: Asked) => {
    try {
      if (what === 'delete') {
        await call('storage.deleteFile', { name })
      } else {
        clearSelection()
        const { setAside } = await call('storage.restore', { name })
        showToast({ text: `Restored. What was there is kept as ${setAside}.`, timeout: 10_000 })
      }
    } catch (error) {
      showError(error)
    }
    lookAgain()
  }

  if (backups.length + setAside.length === 0)
    return (
      <p className="text-small text-faint">There are no backups yet. One holds everything but the key of secrets.</p>
    )
  return (
    <>
      <ul aria-label="Backups" className="flex flex-col">
        {backups.map(({ name, bytes, at }) => (
          <Row key={name} name={name} note={`${formatFullTime(at)}, ${formatBytes(bytes)}`}>
            <IconButton
              label={`Restore ${name}`}
              icon={<History />}
              disabled={disabled}
              onClick={() => setAsked({ what: 'restore', name })}
            />
            <IconButton
              label={`Delete ${name}`}
              icon={<Trash2 />}
              disabled={disabled}
              onClick={() => setAsked({ what: 'delete', name })}
            />
          </Row>
        ))}
        {setAside.map(({ name, bytes }) => (
          <Row key={name} name={name} note={`set aside, ${formatBytes(bytes)}`}>
            <IconButton
              label={`Delete ${name}`}
              icon={<Trash2 />}
              disabled={disabled}
              onClick={() => setAsked({ what: 'delete', name })}
            />
          </Row>
        ))}
      </ul>
      <ConfirmDialog
        title={asked?.what === 'restore' ? 'Restore this backup?' : 'Delete this file?'}
        confirm={asked?.what === 'restore' ? 'Restore' : 'Delete'}
        open={asked !== null}
        onConfirm={() => asked && void carryOut(asked)}
        onClose={() => setAsked(null)}
      >
        {asked?.what === 'restore' ? (
          <p>
            Captures, notes, endpoints and settings become what they were in <code>{asked.name}</code>. What is there
            now is set aside, not deleted. For about a second nothing is received.
          </p>
        ) : (
          <p>
            <code>{asked?.name}</code> will be deleted from the disk. This cannot be undone.
          </p>
        )}
      </ConfirmDialog>
    </>
  )
}

function Row({ name, note, children }: { readonly name: string; readonly note: string; readonly children: ReactNode }) {
  return (
    <li className="flex items-center gap-2 border-b border-line/55 py-0.5">
      <span className="min-w-0 flex-1 truncate font-mono text-small" title={name}>
        {name}
      </span>
      <span className="shrink-0 text-small text-dim">{note}</span>
      {children}
    </li>
  )
}
