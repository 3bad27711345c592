import type { ReportedProvider } from '../../../shared/signature/signature-report.ts'
import { ExternalLink } from '../../ui/external-link.tsx'
import { useProvider } from './use-providers.ts'

/** How sure it is that the provider signs as it was checked, and where that comes from. */
export function ProviderFacts({ provider }: { readonly provider: ReportedProvider }) {
  const sources = useProvider(provider.id)?.sources ?? []
  if (provider.certainty === null) return null
  return (
    <section aria-label="How sure this is" className="flex flex-col gap-1 text-small text-dim">
      <h4 className="font-medium">How sure this is</h4>
      <p>
        {CERTAINTIES[provider.certainty].replace('NAME', provider.name)}{' '}
        {provider.docsUrl !== null && <ExternalLink href={provider.docsUrl}>Documentation</ExternalLink>}
      </p>
      {provider.notes !== null && <p className="break-words">Worth knowing: {provider.notes}.</p>}
      {sources.length > 0 && (
        <details>
          <summary className="w-fit cursor-default rounded-xs">Sources</summary>
          <ul className="mt-1 flex list-disc flex-col gap-0.5 pl-4 break-words">
            {sources.map((source) => (
              <li key={source}>{source}</li>
            ))}
          </ul>
        </details>
      )}
      {provider.alternatives.length > 0 && (
        <p>It could also be from {provider.alternatives.map(({ name }) => name).join(', ')}: set the provider then.</p>
      )}
    </section>
  )
}

const CERTAINTIES: Record<NonNullable<ReportedProvider['certainty']>, string> = {
  'sdk-verified': 'Tried against the official library of NAME.',
  'sdk-read': 'Read in the source of the official library of NAME, and not run through it.',
  documented: 'As the documentation of NAME says; not tried against it.',
  secondhand: 'From others who verify requests of NAME; not tried against it. Where it fails, doubt this, too.',
  'general-knowledge': 'From general knowledge only. Where it fails, doubt this first.',
}
