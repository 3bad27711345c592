import { NO_ACCESS_RULES } from '../../../shared/endpoint/access-rules.ts'
import type { ExportedEndpoint } from '../../../shared/export/exported-capture.ts'
import type { StoredEndpoint } from '../store/endpoint-store.ts'
import type { ImportTally } from './import-messages.ts'

export interface ImportedEndpoint {
  readonly stored: Pick<StoredEndpoint, 'slug'> & Partial<StoredEndpoint>
  /** Of its senders; null: not said, or it is there already. */
  readonly provider: ExportedEndpoint['provider'] | null
  readonly ignoreRules: ReadonlyArray<string>
}

/**
 * The endpoints that an import's captures belong to and that do not receive now. One that was never here gets the settings
 * that the file has for it, but nothing that would act by itself: a forward comes switched off.
 */
export function importedEndpoints(
  { endpoints, settings }: Pick<ImportTally, 'endpoints' | 'settings'>,
  here: ReadonlyArray<StoredEndpoint>,
): ImportedEndpoint[] {
  return [...endpoints.keys()].flatMap((slug): ImportedEndpoint[] => {
    const known = here.find((endpoint) => endpoint.slug === slug)
    if (known !== undefined) return known.deletedAt === null ? [] : [onlyBack(slug)]
    const brought = settings.get(slug)
    if (brought === undefined) return [onlyBack(slug)]
    const { name, answer, forward, retention, tunnelHeaders, allowedAddresses, provider, ignoreRules } = brought
    return [
      {
        stored: {
          slug,
          name,
          answer,
          forward: forward && { ...forward, enabled: false },
          retention,
          tunnelHeaders,
          access: { ...NO_ACCESS_RULES, allowedAddresses: [...allowedAddresses] },
        },
        provider,
        ignoreRules,
      },
    ]
  })
}

/** With what is set up for it here. */
function onlyBack(slug: string): ImportedEndpoint {
  return { stored: { slug }, provider: null, ignoreRules: [] }
}
