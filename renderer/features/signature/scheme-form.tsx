import { useState } from 'react'
import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { FormFoot } from '../endpoints/form-foot.tsx'
import { useSaving } from '../endpoints/use-saving.ts'
import { draftOfScheme } from './draft-of-scheme.ts'
import { type DraftKind, EMPTY_DRAFT, isSigned, SCHEME_PRESETS, type SchemeDraft, usualPlace } from './scheme-draft.ts'
import { ContentFields, Labelled, PlaceFields, SecretFields } from './scheme-fields.tsx'
import { schemeOfDraft } from './scheme-of-draft.ts'
import { ENCODINGS, FORMATS, HASHES, KINDS, PADDINGS } from './scheme-options.ts'
import { SchemePreview } from './scheme-preview.tsx'

/** How a sender of the user's own signs, without code. */
export function SchemeForm({ endpoint }: { readonly endpoint: Endpoint }) {
  const { provider } = endpoint.signing
  const saved = provider.kind === 'generic' ? draftOfScheme(provider.scheme) : null
  const [draft, setDraft] = useState<SchemeDraft>(saved ?? EMPTY_DRAFT)
  const saving = useSaving()
  const result = schemeOfDraft(draft)
  const errors = result.kind === 'wrong' ? result.errors : {}
  const change = (part: Partial<SchemeDraft>) => {
    setDraft({ ...draft, ...part })
    saving.touched()
  }
  const save = () => {
    if (result.kind !== 'scheme') return
    const signing = { provider: { kind: 'generic' as const, scheme: result.scheme } }
    void saving.run(call('endpoints.setSigning', { slug: endpoint.slug, signing }))
  }

  return (
    <form
      aria-label="Own scheme"
      className="flex flex-col gap-3 rounded-lg border border-line p-3"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      {provider.kind === 'generic' && saved === null && (
        <p className="text-small text-warn">
          The scheme that is set was made elsewhere and has more in it than this form can show. Saving replaces it.
        </p>
      )}
      <div className="flex flex-wrap items-end gap-2">
        <Labelled label="Made with">
          <Select<DraftKind>
            label="Made with"
            value={draft.kind}
            options={KINDS}
            onChange={(kind) => change({ kind, ...usualPlace(kind, draft) })}
            className="w-44"
          />
        </Labelled>
        {hasHash(draft.kind) && (
          <Labelled label="Hash">
            <Select
              label="Hash"
              value={draft.hash}
              options={HASHES}
              onChange={(hash) => change({ hash })}
              className="w-28"
            />
          </Labelled>
        )}
        {isSigned(draft.kind) && (
          <Labelled label="Encoding">
            <Select
              label="Encoding"
              value={draft.encoding}
              options={ENCODINGS}
              onChange={(encoding) => change({ encoding })}
              className="w-28"
            />
          </Labelled>
        )}
        {draft.kind === 'rsa' && (
          <Labelled label="Padding">
            <Select
              label="Padding"
              value={draft.padding}
              options={PADDINGS}
              onChange={(padding) => change({ padding })}
              className="w-28"
            />
          </Labelled>
        )}
        {draft.kind === 'ecdsa' && (
          <Labelled label="Form of the signature">
            <Select
              label="Form of the signature"
              value={draft.format}
              options={FORMATS}
              onChange={(format) => change({ format })}
              className="w-36"
            />
          </Labelled>
        )}
        <span className="flex-1" />
        <Menu
          align="end"
          trigger={<Button look="quiet">Begin with…</Button>}
          entries={SCHEME_PRESETS.map((preset) => ({ label: preset.name, run: () => change(preset.draft) }))}
        />
      </div>
      {draft.kind !== 'basic' && <PlaceFields draft={draft} errors={errors} change={change} />}
      {isSigned(draft.kind) && <ContentFields draft={draft} errors={errors} change={change} />}
      {(draft.kind === 'hmac' || draft.kind === 'hash') && <SecretFields draft={draft} change={change} />}
      {draft.kind === 'jwt' && (
        <div className="flex flex-wrap gap-2">
          <TextField
            label="Algorithms"
            mono
            value={draft.algorithms}
            onChange={(algorithms) => change({ algorithms })}
            error={errors.algorithms}
            hint="Such as RS256 ES256. No other is accepted."
            className="min-w-40 flex-1"
          />
          <TextField
            label="URL of the key set (JWKS)"
            mono
            placeholder="none: the key is pasted below"
            value={draft.jwksUrl}
            onChange={(jwksUrl) => change({ jwksUrl })}
            error={errors.jwksUrl}
            hint="Over https. Fetched when it is needed."
            className="min-w-40 flex-1"
          />
        </div>
      )}
      {draft.kind === 'basic' && <p className="text-small text-dim">The secret is user:password.</p>}
      {result.kind === 'scheme' && isSigned(draft.kind) && (
        <SchemePreview endpoint={endpoint.slug} scheme={result.scheme} />
      )}
      <FormFoot saving={saving} wrong={result.kind === 'wrong'} />
    </form>
  )
}

function hasHash(kind: DraftKind): boolean {
  return kind === 'hmac' || kind === 'hash' || kind === 'ecdsa' || kind === 'rsa'
}
