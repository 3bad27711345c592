import { useId, useState } from 'react'
import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { useEngineState, useTargets } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { countOf } from '../../ui/format-count.ts'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { FormFoot } from './form-foot.tsx'
import { useSaving } from './use-saving.ts'

/** Where new captures of an endpoint go by themselves. */
export function ForwardForm({ endpoint: { slug, forward } }: { readonly endpoint: Endpoint }) {
  const [enabled, setEnabled] = useState(forward?.enabled ?? false)
  const [url, setUrl] = useState(forward?.url ?? '')
  const [keepHost, setKeepHost] = useState(forward?.keepHost ?? false)
  const targets = useTargets().data ?? []
  const queue = useEngineState().data?.forwardQueue
  const saving = useSaving()
  const listId = useId()
  const missing = enabled && url.trim() === ''

  const save = () => {
    const next = url.trim() === '' ? null : { enabled, url: url.trim(), keepHost }
    void saving.run(call('endpoints.setForward', { slug, forward: next }))
  }

  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (!missing) save()
      }}
    >
      <p className="text-dim">
        Each new capture is sent on after the sender was answered, and kept as a delivery. Nothing here delays the
        answer.
      </p>
      <Switch
        label="Forward new captures"
        checked={enabled}
        onChange={(on) => {
          setEnabled(on)
          saving.touched()
        }}
      />
      <TextField
        label="Target"
        mono
        list={listId}
        placeholder="http://localhost:3000/*"
        value={url}
        onChange={(value) => {
          setUrl(value)
          saving.touched()
        }}
        error={missing ? 'Forwarding needs a target, such as http://localhost:3000/*.' : null}
        hint="With /* at its end the target takes the rest of the captured path and query; else it is used exactly as written."
      />
      <datalist id={listId}>
        {targets.map((target) => (
          <option key={target.url} value={target.url}>
            {target.name}
          </option>
        ))}
      </datalist>
      <Switch
        label="Keep the captured Host header"
        hint="Otherwise the target's own is sent."
        checked={keepHost}
        onChange={(on) => {
          setKeepHost(on)
          saving.touched()
        }}
      />
      {queue && queue.waiting + queue.running + queue.dropped > 0 && (
        <p className="text-small text-dim">
          {countOf(queue.waiting, 'forward')} waiting, {queue.running} running
          {queue.dropped > 0 && <span className="text-bad">, {queue.dropped} dropped because the queue was full</span>}.
        </p>
      )}
      <FormFoot saving={saving} wrong={missing} />
    </form>
  )
}
