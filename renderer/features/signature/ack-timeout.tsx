import { useProvider } from './use-providers.ts'

/** How long a provider waits for an answer, beside the time that it took. */
export function AckTimeout({ provider: id }: { readonly provider: string | null }) {
  const provider = useProvider(id)
  if (provider === undefined || provider.ackTimeoutSeconds === null) return null
  return (
    <span className="text-faint @max-[700px]:hidden">
      {' '}
      of {provider.name}’s {provider.ackTimeoutSeconds} s
    </span>
  )
}
