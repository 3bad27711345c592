import type { ReactNode } from 'react'
import { Select } from '../../ui/select.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { isSigned, type SchemeDraft } from './scheme-draft.ts'
import { DECODINGS, LAYOUTS, UNITS } from './scheme-options.ts'

interface FieldsProps {
  readonly draft: SchemeDraft
  readonly errors: Readonly<Partial<Record<keyof SchemeDraft, string>>>
  change(part: Partial<SchemeDraft>): void
}

const PREFIX_LABELS = { plain: 'Prefix', list: 'Prefix of each', pairs: 'Key' } as const

/** Where the signature stands. */
export function PlaceFields({ draft, errors, change }: FieldsProps) {
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
        placeholder={signed && draft.layout === 'pairs' ? 'v1' : 'none'}
        value={draft.prefix}
        onChange={(prefix) => change({ prefix })}
        error={errors.prefix}
        className="w-32"
      />
    </div>
  )
}

export function ContentFields({ draft, errors, change }: FieldsProps) {
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

export function SecretFields({ draft, change }: Omit<FieldsProps, 'errors'>) {
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
export function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-1">
      <SmallTitle as="span" aria-hidden>
        {label}
      </SmallTitle>
      {children}
    </div>
  )
}

function Code({ children }: { readonly children: string }) {
  return <code className="font-mono whitespace-nowrap text-dim">{children}</code>
}
