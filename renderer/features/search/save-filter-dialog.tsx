import { useState } from 'react'
import { isSameFilterName, type SavedFilter } from '../../../shared/search/saved-filter.ts'
import { useSavedFilters } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { updateFilter } from './saved-filter-actions.ts'

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
  const filters = useSavedFilters().data ?? []
  const namesake = filters.find((other) => other.id !== filter.id && isSameFilterName(other.name, name)) ?? null
  const overwritten = isNew ? namesake : null

  const save = async () => {
    if (overwritten !== null) {
      await updateFilter(overwritten, filter)
      onClose()
      return
    }
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
      submit={overwritten !== null ? 'Overwrite' : isNew ? 'Save filter' : 'Rename'}
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
        hint={hintOf(filter, overwritten)}
      />
    </FormDialog>
  )
}

function hintOf(filter: SavedFilter, overwritten: SavedFilter | null): string {
  if (overwritten !== null) return `“${overwritten.name}” is there already, and keeps ${whatOf(overwritten)}.`
  return `Keeps ${whatOf(filter)}. The command line knows it as @name.`
}

function whatOf({ text, endpoint }: SavedFilter): string {
  return `${text}${endpoint === null ? '' : ` of the endpoint ${endpoint}`}`
}
