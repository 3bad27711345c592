import { useState } from 'react'
import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { GIB } from '../../../shared/settings/settings.ts'
import { call } from '../../host.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { countOf } from '../../ui/format-count.ts'
import { TextField } from '../../ui/text-field.tsx'
import { FormFoot } from './form-foot.tsx'
import { optionalNumber } from './optional-number.ts'
import { useSaving } from './use-saving.ts'

/** How long captures of an endpoint stay, where that differs from the general limits. */
export function RetentionForm({ endpoint: { slug, retention, captures, bytes } }: { readonly endpoint: Endpoint }) {
  const [days, setDays] = useState(retention.maxAgeDays?.toString() ?? '')
  const [count, setCount] = useState(retention.maxCaptures?.toString() ?? '')
  const [gib, setGib] = useState(retention.maxBytes === null ? '' : String(retention.maxBytes / GIB))
  const saving = useSaving()

  const parsed = {
    maxAgeDays: optionalNumber(days),
    maxCaptures: optionalNumber(count, { whole: true }),
    maxBytes: optionalNumber(gib),
  }
  const wrong = Object.values(parsed).includes('wrong')

  const save = () => {
    const { maxAgeDays, maxCaptures, maxBytes } = parsed
    if (maxAgeDays === 'wrong' || maxCaptures === 'wrong' || maxBytes === 'wrong') return
    const own = { maxAgeDays, maxCaptures, maxBytes: maxBytes === null ? null : Math.round(maxBytes * GIB) }
    void saving.run(call('endpoints.setRetention', { slug, retention: own }))
  }
  const field = (value: string, set: (value: string) => void, parsedValue: number | null | 'wrong') => ({
    inputMode: 'decimal' as const,
    placeholder: 'as in Settings',
    value,
    onChange: (next: string) => {
      set(next)
      saving.touched()
    },
    error: parsedValue === 'wrong' ? 'A number greater than 0, or nothing.' : null,
  })

  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong) save()
      }}
    >
      <p className="text-dim">
        Now {countOf(captures, 'capture')} with {formatBytes(bytes)} of bodies. The oldest go first; pinned ones stay.
      </p>
      <TextField label="Captures at most" {...field(count, setCount, parsed.maxCaptures)} />
      <TextField label="GiB at most" {...field(gib, setGib, parsed.maxBytes)} />
      <TextField label="Days at most" {...field(days, setDays, parsed.maxAgeDays)} />
      <FormFoot saving={saving} wrong={wrong} />
    </form>
  )
}
