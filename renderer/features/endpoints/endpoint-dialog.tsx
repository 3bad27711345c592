import { useState } from 'react'
import { endpointName } from '../../../shared/endpoint/endpoint.ts'
import type { EndpointTab } from '../../app/dialogs.ts'
import { useEndpoints, useEngineState } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogTabs } from '../../ui/dialog-tabs.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { SigningForm } from '../signature/signing-form.tsx'
import { AccessForm } from './access-form.tsx'
import { AnswerForm } from './answer-form.tsx'
import { bestEndpointUrl } from './endpoint-url.ts'
import { EndpointUrls } from './endpoint-urls.tsx'
import { FormFoot } from './form-foot.tsx'
import { ForwardForm } from './forward-form.tsx'
import { RetentionForm } from './retention-form.tsx'
import { useSaving } from './use-saving.ts'

interface EndpointDialogProps {
  readonly slug: string
  /** Left out: the answer. */
  readonly tab: EndpointTab | undefined
  onClose(): void
}

/** Everything about an endpoint: its answer, where it forwards, how long its captures stay, its URLs, who may post to it. */
export function EndpointDialog({ slug, tab, onClose }: EndpointDialogProps) {
  const endpoint = useEndpoints().data?.find((one) => one.slug === slug)
  const engine = useEngineState().data
  if (!endpoint || !engine) return null

  return (
    <Dialog
      open
      width="large"
      title={endpoint.name}
      description={`Receives at ${bestEndpointUrl(engine, endpoint)}`}
      onClose={onClose}
    >
      <DialogTabs
        // Another tab may be asked for while it is open.
        key={tab}
        label="Endpoint settings"
        initial={tab}
        items={[
          { value: 'answer', label: 'Answer', content: <AnswerForm endpoint={endpoint} /> },
          { value: 'forward', label: 'Forward', content: <ForwardForm endpoint={endpoint} /> },
          { value: 'signature', label: 'Signature', content: <SigningForm endpoint={endpoint} /> },
          { value: 'retention', label: 'Retention', content: <RetentionForm endpoint={endpoint} /> },
          { value: 'urls', label: 'URLs', content: <EndpointUrls engine={engine} endpoint={endpoint} /> },
          {
            value: 'access',
            label: 'Access',
            content: <AccessForm endpoint={endpoint} engine={engine} />,
          },
          { value: 'name', label: 'Name', content: <NameForm slug={slug} name={endpoint.name} /> },
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
