import { Plus, Trash2 } from 'lucide-react'
import type { HeaderPair } from '../../../shared/http/header-pairs.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { TextField } from '../../ui/text-field.tsx'

/** A header being written; the key keeps its place while others come and go. */
export interface HeaderRow {
  readonly key: string
  readonly name: string
  readonly value: string
}

export function headerRow(name = '', value = ''): HeaderRow {
  return { key: crypto.randomUUID(), name, value }
}

/** The rows that have a name, as pairs. */
export function rowPairs(rows: readonly HeaderRow[]): [string, string][] {
  return rows.filter((row) => row.name.trim() !== '').map((row) => [row.name.trim(), row.value])
}

export function rowsFromPairs(pairs: ReadonlyArray<HeaderPair>): HeaderRow[] {
  return pairs.map(([name, value]) => headerRow(name, value))
}

interface HeaderRowsProps {
  readonly rows: readonly HeaderRow[]
  onChange(rows: readonly HeaderRow[]): void
}

/** Header names and values, in the order in which they are sent. */
export function HeaderRows({ rows, onChange }: HeaderRowsProps) {
  const change = (key: string, part: Partial<HeaderRow>) =>
    onChange(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))

  return (
    <fieldset className="flex flex-col gap-1.5">
      <SmallTitle as="legend" className="mb-1">
        Headers
      </SmallTitle>
      {rows.map((row, index) => (
        <div key={row.key} className="flex items-center gap-1.5">
          <TextField
            label={`Name of header ${index + 1}`}
            hideLabel
            mono
            placeholder="Name"
            className="w-2/5"
            value={row.name}
            onChange={(name) => change(row.key, { name })}
          />
          <TextField
            label={`Value of header ${index + 1}`}
            hideLabel
            mono
            placeholder="Value"
            className="flex-1"
            value={row.value}
            onChange={(value) => change(row.key, { value })}
          />
          <IconButton
            label={`Remove ${row.name || 'header'}`}
            icon={<Trash2 />}
            onClick={() => onChange(rows.filter((one) => one.key !== row.key))}
          />
        </div>
      ))}
      <Button look="quiet" icon={<Plus />} className="self-start" onClick={() => onChange([...rows, headerRow()])}>
        Add header
      </Button>
    </fieldset>
  )
}
