import { PickField } from '../../ui/pick-field.tsx'
import { useProviders } from './use-providers.ts'

interface SecretProviderFieldProps {
  /** Null: of any that it fits. */
  readonly value: string | null
  onChange(provider: string | null): void
}

const ANY = ''

/** Whose secret it is, at an endpoint that has those of several providers. */
export function SecretProviderField({ value, onChange }: SecretProviderFieldProps) {
  const providers = useProviders()
  return (
    <PickField
      label="Whose secret it is"
      value={value ?? ANY}
      choices={[
        { value: ANY, label: 'Any provider that fits' },
        ...providers.map(({ id, name, category }) => ({ value: id, label: name, note: category })),
      ]}
      placeholder="Any provider that fits"
      empty="No provider has that name."
      onChange={(id) => onChange(id === ANY ? null : id)}
      className="min-w-44 flex-1"
    />
  )
}
