import type { EndpointProvider } from '../../../shared/endpoint/endpoint-signing.ts'
import { GENERIC_PROVIDER } from '../../../shared/endpoint/endpoint-signing.ts'
import { providerById } from '../../../shared/signature/catalogue/catalogue.ts'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import type { Snippet, SnippetLanguage } from '../../../shared/signature/snippets/snippet.ts'
import { snippetForScheme } from '../../../shared/signature/snippets/snippet-for.ts'

/**
 * Code that verifies a capture as it was judged. Loaded when it is asked for, since it brings the whole catalogue.
 * `own`: what the endpoint is set to, where the scheme is the user's.
 */
export function writeSnippet(report: SignatureReport, own: EndpointProvider, language: SnippetLanguage): Snippet {
  const { provider, workings } = report
  const known = provider === null ? undefined : providerById(provider.id)
  if (provider?.id === GENERIC_PROVIDER && own.kind === 'generic') return snippetForScheme(own.scheme, null, language)
  const decided = workings[0]?.schemeName ?? null
  const scheme = known?.schemes.find(({ name }) => decided === null || name === decided) ?? known?.schemes[0]
  if (known === undefined || scheme === undefined) {
    return {
      kind: 'unavailable',
      language,
      why: 'How this provider signs is not known, so there is nothing to verify.',
    }
  }
  return snippetForScheme(scheme, known.name, language)
}
