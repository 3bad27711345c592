import { Dices } from 'lucide-react'
import { useState } from 'react'
import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { countOf } from '../../ui/format-count.ts'
import { Switch } from '../../ui/switch.tsx'
import { TextArea } from '../../ui/text-area.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type AccessDraft, accessDraftOf, checkAccess, newPathToken } from './access-draft.ts'
import { publicEndpointUrl } from './endpoint-url.ts'
import { FormFoot } from './form-foot.tsx'
import { useSaving } from './use-saving.ts'

interface AccessFormProps {
  readonly endpoint: Endpoint
  readonly engine: EngineState
}

/** Who may post to an endpoint that anybody can reach. */
export function AccessForm({ endpoint, engine }: AccessFormProps) {
  const [draft, setDraft] = useState(() => accessDraftOf(endpoint.access))
  const saving = useSaving()
  const hasPassword = endpoint.access.basicAuth !== null
  const checked = checkAccess(draft, hasPassword)
  const wrong = checked.kind === 'invalid' ? checked.wrong : {}
  const change = (part: Partial<AccessDraft>) => {
    setDraft({ ...draft, ...part })
    saving.touched()
  }
  const token = checked.kind === 'valid' ? checked.rules.pathToken : endpoint.access.pathToken
  const url = publicEndpointUrl(engine, { ...endpoint, access: { ...endpoint.access, pathToken: token } })

  const save = async () => {
    if (checked.kind === 'invalid') return
    await call('endpoints.setAccess', { slug: endpoint.slug, access: checked.rules })
    setDraft((now) => ({ ...now, password: '' }))
  }

  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault()
        if (checked.kind === 'valid') void saving.run(save())
      }}
    >
      <p className="text-dim">
        Every rule that is set must be met; others are answered 403. They hold for what comes through a tunnel or from
        another machine, not for programs on this one.
      </p>
      <TextArea
        label="Allowed addresses"
        mono
        rows={3}
        placeholder="any"
        value={draft.addresses}
        onChange={(addresses) => change({ addresses })}
        error={wrong.addresses}
        hint="One to a line: an address, or a range such as 192.0.2.0/24. Providers publish theirs."
      />
      <div className="flex items-start gap-2">
        <TextField
          label="Path token"
          mono
          className="flex-1"
          placeholder="none"
          value={draft.pathToken}
          onChange={(pathToken) => change({ pathToken })}
          error={wrong.pathToken}
          hint={
            token === null
              ? 'A part of the path that only the provider knows.'
              : `The provider has to be given ${url.kind === 'url' ? url.url : 'the URL with it'}.`
          }
        />
        <Button icon={<Dices />} className="mt-[22px]" onClick={() => change({ pathToken: newPathToken() })}>
          Generate
        </Button>
      </div>
      <Switch
        label="Basic auth"
        hint="For providers that can send a user name and a password."
        checked={draft.hasBasicAuth}
        onChange={(hasBasicAuth) => change({ hasBasicAuth })}
      />
      {draft.hasBasicAuth && (
        <div className="flex gap-3">
          <TextField
            label="User name"
            className="flex-1"
            value={draft.user}
            onChange={(user) => change({ user })}
            error={wrong.user}
          />
          <TextField
            label="Password"
            type="password"
            autoComplete="new-password"
            data-1p-ignore=""
            className="flex-1"
            placeholder={hasPassword ? 'as it is' : ''}
            value={draft.password}
            onChange={(password) => change({ password })}
            error={wrong.password}
            hint="Sealed when it is saved, and never shown."
          />
        </div>
      )}
      <Switch
        label="Keep refused requests"
        hint="As captures that were answered 403; they are never forwarded."
        checked={draft.storeRefused}
        onChange={(storeRefused) => change({ storeRefused })}
      />
      <p className="text-small text-dim">{countOf(endpoint.refused, 'request')} refused so far.</p>
      <FormFoot saving={saving} wrong={checked.kind === 'invalid'} />
    </form>
  )
}
