import { useState } from 'react'
import type { SavedFilter } from '../../../shared/search/saved-filter.ts'
import { call } from '../../host.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'

interface SaveFilterDialogProps {
  readonly filter: SavedFilter
  /** It is not saved yet. */
  readonly isNew: boolean
  onClose(): void
}

/** Asks for the name of a filter. */
export function SaveFilterDialog({ filter, isNew, onClose }: SaveFilterDialogProps) {
  const [name, setName] = useState(filter.name)
  const [error, setError] = useState<string | null>(null)

  const save = async () => {
    try {
      await call('filters.save', { ...filter, name: name.trim() })
      onClose()
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason))
    }
  }

  return (
    <FormDialog
      title={isNew ? 'Save filter' : 'Rename filter'}
      submit={isNew ? 'Save filter' : 'Rename'}
      canSubmit={name.trim() !== ''}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextField
        label="Name"
        placeholder="Failed payments"
        value={name}
        maxLength={60}
        autoFocus
        onChange={(value) => {
          setName(value)
          setError(null)
        }}
        error={error}
        hint={`Keeps ${filter.text}${filter.endpoint === null ? '' : ` of the endpoint ${filter.endpoint}`}. The command line knows it as @name.`}
      />
    </FormDialog>
  )
}
