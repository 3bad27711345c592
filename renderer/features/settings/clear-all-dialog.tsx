import { useState } from 'react'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import { call } from '../../host.ts'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { Switch } from '../../ui/switch.tsx'
import { showError, showToast } from '../../ui/toast.tsx'
import { clearSelection } from '../captures/selection-store.ts'

interface ClearAllDialogProps {
  readonly kept: CallOutput<'captures.count'>
  readonly open: boolean
  onClose(): void
}

/** Asks before everything goes, with how much that is. */
export function ClearAllDialog({ kept, open, onClose }: ClearAllDialogProps) {
  const [includePinned, setIncludePinned] = useState(false)
  const count = includePinned ? kept.total : kept.total - kept.pinned

  const clear = async () => {
    clearSelection()
    try {
      const { deleted } = await call('captures.clear', { includePinned })
      showToast({ text: `${countOf(deleted, 'capture')} deleted` })
    } catch (error) {
      showError(error)
    }
  }

  return (
    <ConfirmDialog
      title="Clear all captures?"
      confirm={`Delete ${countOf(count, 'capture')}`}
      open={open}
      onConfirm={() => void clear()}
      onClose={onClose}
    >
      <div className="flex flex-col gap-3">
        <p>
          {countOf(count, 'capture')} with their notes and deliveries will be deleted for good. This cannot be undone.
        </p>
        {kept.pinned > 0 && (
          <Switch
            label={
              kept.pinned === 1
                ? 'Also delete the pinned one'
                : `Also delete the ${formatCount(kept.pinned)} pinned ones`
            }
            checked={includePinned}
            onChange={setIncludePinned}
          />
        )}
      </div>
    </ConfirmDialog>
  )
}
