import type { ProviderSummary } from '../../../shared/signature/provider-summary.ts'
import { ExternalLink } from '../../ui/external-link.tsx'
import { PickField } from '../../ui/pick-field.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { useProviders } from './use-providers.ts'

interface ProviderPickerProps {
  readonly value: string | null
  onChange(id: string): void
}

/** What its signatures are made with. */
function schemesInWords({ schemes }: ProviderSummary): string {
  return `Signs by ${schemes.map((kind) => SCHEME_WORDS[kind]).join(', or by ')}.`
}

const SCHEME_WORDS: Readonly<Record<ProviderSummary['schemes'][number], string>> = {
  hmac: 'HMAC',
  hash: 'a hash of the secret and the content',
  ed25519: 'Ed25519',
  ecdsa: 'ECDSA',
  rsa: 'RSA',
  jwt: 'a JWT',
  token: 'a token that every request carries',
  basic: 'Basic authentication',
  custom: 'a scheme of its own',
}

/** A provider of the catalogue, and what there is to know of it before its secret is entered. */
export function ProviderPicker({ value, onChange }: ProviderPickerProps) {
  const providers = useProviders()
  const chosen = providers.find(({ id }) => id === value)
  if (providers.length === 0) return <Spinner label="Loading the providers" />
  return (
    <div className="flex flex-col gap-1.5">
      <PickField
        label="Provider"
        value={value}
        choices={providers.map(({ id, name, category }) => ({ value: id, label: name, note: category }))}
        placeholder={`Type to find one of ${providers.length}`}
        empty="No provider has that name. If you know how it signs, set up a scheme of your own."
        onChange={onChange}
      />
      {chosen !== undefined && (
        <p className="text-small break-words text-dim">
          {chosen.uncheckable ?? schemesInWords(chosen)}
          {chosen.retryPolicy !== null && ` Retries: ${chosen.retryPolicy}.`}{' '}
          <ExternalLink href={chosen.docsUrl}>Documentation</ExternalLink>
        </p>
      )}
    </div>
  )
}
