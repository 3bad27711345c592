import { DEFAULT_ENDPOINT } from '../../shared/endpoint/endpoint.ts'
import { nearWords } from '../../shared/near-words.ts'
import { UsageError } from './command-context.ts'
import { type CaptureReader, openCaptureReader } from './engine-access.ts'
import { capturesNewestFirst } from './list-captures.ts'

const MOST_NEAR = 3
const MOST_LISTED = 12

interface EndpointOption {
  readonly endpoint?: string | undefined
}

/** Ends with a `UsageError` where nothing was ever received at the endpoint that was given: it may be misspelled. */
export async function checkEndpointOption(reader: CaptureReader, { endpoint }: EndpointOption): Promise<void> {
  if (endpoint === undefined) return
  const listed = (await reader.call('endpoints.list', {})).map(({ slug }) => slug)
  // It is not in the files until something of it is set.
  const slugs = [...new Set([DEFAULT_ENDPOINT, ...listed])]
  if (!slugs.includes(endpoint) && !(await hasCaptures(reader, endpoint))) throw noSuchEndpoint(endpoint, slugs)
}

/** The same for a command that reads no captures itself. */
export async function checkEndpointOptionIn(folder: string, options: EndpointOption): Promise<void> {
  const reader = options.endpoint === undefined ? null : await openCaptureReader(folder)
  if (reader === null) return
  try {
    await checkEndpointOption(reader, options)
  } finally {
    await reader.close()
  }
}

export function noSuchEndpoint(endpoint: string, slugs: ReadonlyArray<string>): UsageError {
  const near = nearWords(endpoint, slugs, MOST_NEAR)
  const more = slugs.length - MOST_LISTED
  const list = [...slugs.slice(0, MOST_LISTED), ...(more > 0 ? [`${more} more`] : [])].join(', ') || 'none'
  const next = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `There are: ${list}.`
  return new UsageError(`There is no endpoint “${endpoint}”. ${next}`)
}

/** An endpoint that was deleted leaves its captures. */
async function hasCaptures(reader: CaptureReader, endpoint: string): Promise<boolean> {
  for await (const _capture of capturesNewestFirst(reader, { endpoint }, 1)) return true
  return false
}
