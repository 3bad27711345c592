import { type ReactElement, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Popover } from '../../ui/popover.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { setFilterTime, useFilter } from './filter-store.ts'

const MINUTE = 60_000
const PRESETS = [
  { label: 'Last minute', ms: MINUTE },
  { label: 'Last 5 minutes', ms: 5 * MINUTE },
  { label: 'Last 15 minutes', ms: 15 * MINUTE },
  { label: 'Last hour', ms: 60 * MINUTE },
  { label: 'Last 24 hours', ms: 24 * 60 * MINUTE },
] as const

interface TimeFilterProps {
  readonly trigger: ReactElement<Record<string, unknown>>
  readonly open: boolean
  onOpenChange(open: boolean): void
}

/** The time filter by keyboard: what drawing over the histogram does, and more exactly. */
export function TimeFilter({ trigger, open, onOpenChange }: TimeFilterProps) {
  const close = () => onOpenChange(false)
  return (
    <Popover label="Filter by time" trigger={trigger} open={open} onOpenChange={onOpenChange}>
      <div className="flex flex-col gap-3">
        <div className="flex flex-col items-start">
          {PRESETS.map((preset) => (
            <Button
              key={preset.label}
              look="quiet"
              onClick={() => {
                setFilterTime(Date.now() - preset.ms, null)
                close()
              }}
            >
              {preset.label}
            </Button>
          ))}
        </div>
        <RangeForm onDone={close} />
      </div>
    </Popover>
  )
}

function RangeForm({ onDone }: { onDone(): void }) {
  const filter = useFilter()
  const [from, setFrom] = useState(asLocal(filter.from))
  const [to, setTo] = useState(asLocal(filter.to))
  const backwards = from !== '' && to !== '' && from >= to

  return (
    <form
      className="flex flex-col gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (backwards) return
        setFilterTime(asTime(from), asTime(to))
        onDone()
      }}
    >
      <TextField label="From" type="datetime-local" step="1" value={from} onChange={setFrom} />
      <TextField
        label="Before"
        type="datetime-local"
        step="1"
        value={to}
        onChange={setTo}
        error={backwards ? 'This must be later than From.' : null}
      />
      <div className="flex justify-end gap-2">
        <Button
          look="quiet"
          onClick={() => {
            setFilterTime(null, null)
            onDone()
          }}
        >
          Any time
        </Button>
        <Button look="primary" type="submit">
          Filter
        </Button>
      </div>
    </form>
  )
}

/** As the browser's date field writes it: local time without a zone. */
function asLocal(at: number | null): string {
  if (at === null) return ''
  return new Date(at - new Date(at).getTimezoneOffset() * MINUTE).toISOString().slice(0, 19)
}

function asTime(local: string): number | null {
  return local === '' ? null : new Date(local).getTime()
}
