import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import { GIB, type RetentionSettings as Retention, retentionSettings } from '../../../shared/settings/settings.ts'
import { useEngineState } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { countOf } from '../../ui/format-count.ts'
import { TextField } from '../../ui/text-field.tsx'
import { useCaptureCount } from '../captures/use-capture-count.ts'
import { FormFoot } from '../endpoints/form-foot.tsx'
import { optionalNumber } from '../endpoints/optional-number.ts'
import { useSaving } from '../endpoints/use-saving.ts'
import { ClearAllDialog } from './clear-all-dialog.tsx'

/** How long captures stay, and a way to be rid of all of them. */
export function RetentionSettings({ retention }: { readonly retention: Retention }) {
  const [count, setCount] = useState(String(retention.maxCaptures))
  const [gib, setGib] = useState(String(retention.maxBytes / GIB))
  const [days, setDays] = useState(retention.maxAgeDays?.toString() ?? '')
  const [clearing, setClearing] = useState(false)
  const kept = useCaptureCount().data
  const progress = useEngineState().data?.clearing
  const saving = useSaving()

  const maxAgeDays = optionalNumber(days)
  const parsed = retentionSettings.safeParse({
    maxCaptures: Number(count),
    maxBytes: Math.round(Number(gib) * GIB),
    maxAgeDays,
  })
  const wrong = new Set(parsed.error?.issues.map((issue) => issue.path[0]))
  const typing = (set: (value: string) => void) => (value: string) => {
    set(value)
    saving.touched()
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (parsed.success) void saving.run(call('settings.set', { retention: parsed.data }))
      }}
    >
      <p className="text-dim">
        The first limit that is reached removes the oldest captures. Pinned ones stay. An endpoint can have limits of
        its own.
      </p>
      <div className="flex gap-3">
        <TextField
          label="Captures at most"
          inputMode="numeric"
          className="flex-1"
          value={count}
          onChange={typing(setCount)}
          error={wrong.has('maxCaptures') ? 'A whole number from 1 to 100,000,000.' : null}
          hint="1 to 100,000,000."
        />
        <TextField
          label="GiB on disk at most"
          inputMode="decimal"
          className="flex-1"
          value={gib}
          onChange={typing(setGib)}
          error={wrong.has('maxBytes') ? 'At least 0.016 GiB (16 MiB).' : null}
          hint="Bodies, headers and deliveries; at least 0.016 (16 MiB)."
        />
        <TextField
          label="Days at most"
          inputMode="decimal"
          placeholder="no limit"
          className="flex-1"
          value={days}
          onChange={typing(setDays)}
          error={wrong.has('maxAgeDays') ? 'A number of days up to 36,500, or nothing for no limit.' : null}
          hint="Parts of a day work too; empty for no limit."
        />
      </div>
      <FormFoot saving={saving} wrong={!parsed.success} />
      <section className="flex items-center gap-3 rounded-lg border border-line p-3">
        <p className="min-w-0 flex-1">
          {progress
            ? `Deleting ${progress.done} of ${countOf(progress.total, 'capture')}…`
            : kept && `${countOf(kept.total, 'capture')} with ${formatBytes(kept.bytes)} of bodies are kept.`}
        </p>
        <Button icon={<Trash2 />} disabled={!kept || kept.total === 0 || !!progress} onClick={() => setClearing(true)}>
          Clear all…
        </Button>
      </section>
      {kept && <ClearAllDialog kept={kept} open={clearing} onClose={() => setClearing(false)} />}
    </form>
  )
}
