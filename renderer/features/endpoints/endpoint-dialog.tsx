import { useState } from 'react'
import { endpointName } from '../../../shared/endpoint/endpoint.ts'
import { useEndpoints, useEngineState } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogTabs } from '../../ui/dialog-tabs.tsx'
import { EvidenceLine } from '../../ui/evidence-line.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { AnswerForm } from './answer-form.tsx'
import { bestEndpointUrl, endpointUrl } from './endpoint-url.ts'
import { FormFoot } from './form-foot.tsx'
import { ForwardForm } from './forward-form.tsx'
import { RetentionForm } from './retention-form.tsx'
import { useSaving } from './use-saving.ts'

/** Everything about an endpoint: its URL and name, its answer, where it forwards, how long its captures stay. */
export function EndpointDialog({ slug, onClose }: { readonly slug: string; onClose(): void }) {
  const endpoint = useEndpoints().data?.find((one) => one.slug === slug)
  const engine = useEngineState().data
  if (!endpoint || !engine) return null
  const publicUrl = endpointUrl(engine, slug, 'public')

  return (
    <Dialog open title={endpoint.name} description={`Receives at ${bestEndpointUrl(engine, slug)}`} onClose={onClose}>
      <DialogTabs
        label="Endpoint settings"
        items={[
          { value: 'answer', label: 'Answer', content: <AnswerForm endpoint={endpoint} /> },
          { value: 'forward', label: 'Forward', content: <ForwardForm endpoint={endpoint} /> },
          { value: 'retention', label: 'Retention', content: <RetentionForm endpoint={endpoint} /> },
          {
            value: 'name',
            label: 'URL and name',
            content: (
              <div className="flex flex-col items-start gap-3">
                {publicUrl && <EvidenceLine text={publicUrl} what="Public URL" />}
                <EvidenceLine text={endpointUrl(engine, slug, 'local')} what="Local URL" />
                <NameForm slug={slug} name={endpoint.name} />
              </div>
            ),
          },
        ]}
      />
    </Dialog>
  )
}

function NameForm({ slug, name }: { readonly slug: string; readonly name: string }) {
  const [typed, setTyped] = useState(name)
  const saving = useSaving()
  const checked = endpointName.safeParse(typed)

  return (
    <form
      className="flex w-full flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (checked.success) void saving.run(call('endpoints.rename', { slug, name: checked.data }))
      }}
    >
      <TextField
        label="Name"
        value={typed}
        maxLength={80}
        onChange={(value) => {
          setTyped(value)
          saving.touched()
        }}
        error={checked.success ? null : checked.error.issues[0]?.message}
        hint={`The slug ${slug} stays, since providers were given it.`}
      />
      <FormFoot saving={saving} wrong={!checked.success} />
    </form>
  )
}
