import { type ReactNode, useState } from 'react'
import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { FormFoot } from '../endpoints/form-foot.tsx'
import { useSaving } from '../endpoints/use-saving.ts'
import {
  type DraftKind,
  draftOfScheme,
  EMPTY_DRAFT,
  isSigned,
  SCHEME_PRESETS,
  type SchemeDraft,
  schemeOfDraft,
} from './scheme-draft.ts'
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
            onChange={(kind) => change({ kind })}
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

interface FieldsProps {
  readonly draft: SchemeDraft
  readonly errors: Readonly<Partial<Record<keyof SchemeDraft, string>>>
  change(part: Partial<SchemeDraft>): void
}

const PREFIX_LABELS = { plain: 'Prefix', list: 'Prefix of each', pairs: 'Key' } as const

/** Where the signature stands. */
function PlaceFields({ draft, errors, change }: FieldsProps) {
  const signed = isSigned(draft.kind)
  return (
    <div className="flex flex-wrap gap-2">
      <TextField
        label="Header"
        mono
        value={draft.header}
        onChange={(header) => change({ header: header.trim() })}
        error={errors.header}
        className="min-w-40 flex-1"
      />
      {signed && (
        <Labelled label="Its form">
          <Select
            label="Its form"
            value={draft.layout}
            options={LAYOUTS}
            onChange={(layout) => change({ layout })}
            className="w-44"
          />
        </Labelled>
      )}
      <TextField
        label={draft.kind === 'jwt' ? 'Word before it' : signed ? PREFIX_LABELS[draft.layout] : 'Prefix'}
        mono
        placeholder={draft.kind === 'jwt' ? 'Bearer' : signed && draft.layout === 'pairs' ? 'v1' : 'none'}
        value={draft.prefix}
        onChange={(prefix) => change({ prefix })}
        error={errors.prefix}
        className="w-32"
      />
    </div>
  )
}

function ContentFields({ draft, errors, change }: FieldsProps) {
  return (
    <>
      <TextField
        label="What is signed"
        mono
        value={draft.template}
        onChange={(template) => change({ template })}
        error={errors.template}
        hint={
          <>
            <Code>{'{body}'}</Code> <Code>{'{timestamp}'}</Code> <Code>{'{id}'}</Code> <Code>{'{method}'}</Code>{' '}
            <Code>{'{url}'}</Code> <Code>{'{path}'}</Code> <Code>{'{query}'}</Code> <Code>{'{header:Name}'}</Code>{' '}
            <Code>{'{json:/pointer}'}</Code> <Code>{'{form:name}'}</Code> <Code>{'{body:sha256:hex}'}</Code>
            {draft.kind === 'hash' && (
              <>
                {' '}
                <Code>{'{secret}'}</Code>
              </>
            )}
            ; <Code>\n</Code> is a line end.
          </>
        }
      />
      <div className="flex flex-wrap gap-2">
        <TextField
          label={draft.layout === 'pairs' ? 'Timestamp: key or header' : 'Header of the timestamp'}
          mono
          placeholder="none"
          value={draft.timestamp}
          onChange={(timestamp) => change({ timestamp: timestamp.trim() })}
          error={errors.timestamp}
          className="min-w-40 flex-1"
        />
        {draft.timestamp !== '' && (
          <>
            <Labelled label="Written as">
              <Select
                label="Written as"
                value={draft.unit}
                options={UNITS}
                onChange={(unit) => change({ unit })}
                className="w-36"
              />
            </Labelled>
            <TextField
              label="Seconds accepted"
              inputMode="numeric"
              placeholder="any"
              value={draft.tolerance}
              onChange={(tolerance) => change({ tolerance: tolerance.trim() })}
              error={errors.tolerance}
              className="w-32"
            />
          </>
        )}
        <TextField
          label="Header of the message id"
          mono
          placeholder="none"
          value={draft.id}
          onChange={(id) => change({ id: id.trim() })}
          error={errors.id}
          className="min-w-40 flex-1"
        />
      </div>
    </>
  )
}

function SecretFields({ draft, change }: Omit<FieldsProps, 'errors'>) {
  return (
    <div className="flex flex-wrap gap-2">
      <Labelled label="The secret is">
        <Select
          label="The secret is"
          value={draft.decode}
          options={DECODINGS}
          onChange={(decode) => change({ decode })}
          className="w-44"
        />
      </Labelled>
      <TextField
        label="Prefix of the secret"
        mono
        placeholder="none"
        value={draft.secretPrefix}
        onChange={(secretPrefix) => change({ secretPrefix })}
        hint="Taken off before it is used."
        className="min-w-40 flex-1"
      />
    </div>
  )
}

/** A label over a control that brings its own name. */
function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-small font-medium text-dim">
        {label}
      </span>
      {children}
    </div>
  )
}

function Code({ children }: { readonly children: string }) {
  return <code className="font-mono whitespace-nowrap text-dim">{children}</code>
}

function hasHash(kind: DraftKind): boolean {
  return kind === 'hmac' || kind === 'hash' || kind === 'ecdsa' || kind === 'rsa'
}

const KINDS: ReadonlyArray<{ readonly value: DraftKind; readonly label: string }> = [
  { value: 'hmac', label: 'HMAC' },
  { value: 'hash', label: 'Plain hash' },
  { value: 'token', label: 'Token' },
  { value: 'basic', label: 'Basic authentication' },
  { value: 'jwt', label: 'JWT' },
  { value: 'ed25519', label: 'Ed25519' },
  { value: 'ecdsa', label: 'ECDSA' },
  { value: 'rsa', label: 'RSA' },
]

const HASHES = (['sha256', 'sha1', 'sha512', 'sha384', 'sha224', 'md5'] as const).map((value) => ({
  value,
  label: value.toUpperCase().replace('SHA', 'SHA-'),
}))

const ENCODINGS = [
  { value: 'hex', label: 'Hex' },
  { value: 'base64', label: 'Base64' },
  { value: 'base64url', label: 'Base64url' },
] as const

const PADDINGS = [
  { value: 'pkcs1', label: 'PKCS #1' },
  { value: 'pss', label: 'PSS' },
] as const

const FORMATS = [
  { value: 'der', label: 'DER' },
  { value: 'p1363', label: 'r and s' },
] as const

const LAYOUTS = [
  { value: 'plain', label: 'Only the signature' },
  { value: 'pairs', label: 'Pairs, t=…,v1=…' },
  { value: 'list', label: 'A list with spaces' },
] as const

const UNITS = [
  { value: 's', label: 'Unix seconds' },
  { value: 'ms', label: 'Unix ms' },
  { value: 's-or-ms', label: 'Either of them' },
  { value: 'iso', label: 'ISO 8601' },
] as const

const DECODINGS = [
  { value: 'text', label: 'Used as it is written' },
  { value: 'hex', label: 'Bytes in hex' },
  { value: 'base64', label: 'Bytes in base64' },
  { value: 'base64url', label: 'Bytes in base64url' },
] as const
