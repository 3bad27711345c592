import { useState } from 'react'
import { endpointSlug } from '../../../shared/endpoint/endpoint.ts'
import { useEngineState } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showEndpoint } from '../captures/filter-store.ts'
import { bestEndpointUrl, plainEndpoint } from './endpoint-url.ts'
import { slugFromName } from './slug-from-name.ts'

/** Asks for a name and the path that a provider will be given. */
export function NewEndpointDialog({ onClose }: { onClose(): void }) {
  const engine = useEngineState().data
  const [name, setName] = useState('')
  const [ownSlug, setOwnSlug] = useState<string | null>(null)
  const [error, setError] = useState<string | null>(null)
  const slug = ownSlug ?? slugFromName(name)
  const checked = endpointSlug.safeParse(slug)
  const wrongSlug = slug !== '' && !checked.success ? (checked.error.issues[0]?.message ?? null) : null

  const add = async () => {
    try {
      const added = await call('endpoints.add', { slug, name: name.trim() || slug })
      showEndpoint(added.slug)
      onClose()
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason))
    }
  }

  return (
    <FormDialog
      title="New endpoint"
      submit="Add endpoint"
      canSubmit={checked.success}
      onSubmit={() => void add()}
      onClose={onClose}
    >
      <TextField label="Name" placeholder="Stripe test" value={name} onChange={setName} maxLength={80} autoFocus />
      <TextField
        label="Slug, the first part of its path"
        placeholder="stripe-test"
        mono
        value={slug}
        onChange={(value) => {
          setOwnSlug(value)
          setError(null)
        }}
        error={wrongSlug ?? error}
        hint={
          engine && checked.success
            ? `It will receive at ${bestEndpointUrl(engine, plainEndpoint(slug))}. The slug stays for good; the name can change.`
            : 'The slug stays for good, since providers are given it; the name can change.'
        }
      />
    </FormDialog>
  )
}
