import type { CaptureDetail } from '../../shared/capture/capture.ts'
import { endpointPath } from '../../shared/endpoint/endpoint-public-url.ts'
import type { FormScheme } from '../../shared/signature/scheme.ts'
import type { SignatureReport } from '../../shared/signature/signature-report.ts'
import type { OpenSecret } from '../engine/signature/endpoint-secrets.ts'
import { jwksUrlOf, KeyFetcher } from '../engine/signature/key-fetcher.ts'
import { reportCapture } from '../engine/signature/report-capture.ts'
import type { SigningSetup } from '../engine/signature/signing-setup.ts'
import { EXAMPLE_BYTES, MOST_EXAMPLES } from '../engine/store/example-queries.ts'
import type { CaptureReader } from './engine-access.ts'
import { readBody } from './read-body.ts'

export interface GivenKey {
  readonly provider: string | undefined
  /** Of the user's own, in the place of whatever is set up. */
  readonly scheme: FormScheme | undefined
  readonly secret: string
  readonly keyId: string | undefined
}

/** A capture with a secret that was given for this one time: it goes to no other process. */
export async function verifyCapture(
  reader: CaptureReader,
  capture: CaptureDetail,
  { provider, scheme, secret, keyId }: GivenKey,
): Promise<SignatureReport> {
  const setup = await setupOf(reader, capture, scheme, givenSecret(capture, secret, keyId))
  const setups = new Map([[capture.endpoint, setup]])
  const checked = { ...capture, body: await readBody(reader, capture.id) }
  const own = setup.provider.kind === 'generic' ? jwksUrlOf(setup.provider.scheme) : null
  const keys = new KeyFetcher({ ownUrls: () => new Set(own === null ? [] : [own]) })
  const now = Date.now()
  const report = (examples: Iterable<Uint8Array> = []) =>
    reportCapture(capture.id, checked, setups, { provider }, keys.known(), now, examples)
  const first = report()
  if (first.kind === 'wanted') await keys.fetch(first.url)
  const known = first.kind === 'wanted' ? report().report : first.report
  if (!known.causes.some(({ code }) => code === 'nothing-fits' || code === 'body-empty')) return known
  return report(await bodiesLike(reader, capture)).report
}

/** Looked through for captures like the one that nothing explains. */
const NEWEST = 200

async function bodiesLike(reader: CaptureReader, { id, endpoint }: CaptureDetail): Promise<Buffer[]> {
  const { captures } = await reader.call('captures.list', { limit: NEWEST })
  const like = captures
    .filter((other) => other.id !== id && other.bodySize > 1 && other.bodySize <= EXAMPLE_BYTES)
    .sort((left, right) => Number(right.endpoint === endpoint) - Number(left.endpoint === endpoint))
    .sort((left, right) => Number(right.verdict === 'valid') - Number(left.verdict === 'valid'))
  const bodies: Buffer[] = []
  for (const other of like.slice(0, MOST_EXAMPLES)) bodies.push(await readBody(reader, other.id))
  return bodies
}

async function setupOf(
  reader: CaptureReader,
  capture: CaptureDetail,
  scheme: FormScheme | undefined,
  secret: OpenSecret,
): Promise<SigningSetup> {
  const endpoints = await reader.call('endpoints.list', {})
  const endpoint = endpoints.find(({ slug }) => slug === capture.endpoint)
  return {
    provider: scheme === undefined ? (endpoint?.signing.provider ?? { kind: 'detect' }) : { kind: 'generic', scheme },
    secrets: [secret],
    url: {
      set: endpoint?.publicUrl ?? null,
      path: endpoint === undefined ? '/' : endpointPath(endpoint),
      tunnel: null,
    },
  }
}

function givenSecret({ endpoint }: CaptureDetail, value: string, keyId: string | undefined): OpenSecret {
  const facts = {
    id: '',
    endpoint,
    name: 'given secret',
    createdAt: 0,
    audience: null,
    provider: null,
    publicKey: null,
  }
  return { ...facts, kind: 'secret', value, keyId: keyId ?? null }
}
