import type { HandlerInput } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ReplaySigning } from '../../../shared/delivery/replay-signing.ts'
import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { endpointPath } from '../../../shared/endpoint/endpoint-public-url.ts'
import type { EndpointSecret, MadeKeyType, NewSecret, SecretChange } from '../../../shared/endpoint/endpoint-secret.ts'
import type { EndpointSigningChange } from '../../../shared/endpoint/endpoint-signing.ts'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import { offeredSecret } from '../handshake/offered-secret.ts'
import { confirmSubscription } from '../handshake/sns-confirmation.ts'
import type { Log } from '../log/log.ts'
import { editedBodyBytes } from '../replay/edited-body.ts'
import type { SigningOrder } from '../replay/sign-replay.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import type { StoredRequest } from '../store/delivery-record.ts'
import type { Store } from '../store/store.ts'
import { EndpointSecrets } from './endpoint-secrets.ts'
import type { TrustedConnection } from './get-trusted-text.ts'
import { jwksUrlOf, KeyFetcher } from './key-fetcher.ts'
import type { SigningDirectory } from './signing-directory.ts'
import type { SigningSetup, SigningSetups } from './signing-setup.ts'
import { type VerdictProgress, VerdictService } from './verdict-service.ts'

export interface SigningServiceOptions {
  readonly store: Store
  readonly dataFolder: string
  readonly secretBox: SecretBox
  readonly directory: SigningDirectory
  /** Tombstones included. */
  readonly endpoints: () => ReadonlyArray<Pick<Endpoint, 'slug' | 'deletedAt' | 'publicUrl' | 'access'>>
  /** Of the tunnel, without an endpoint's path; null if none is open. */
  readonly tunnelUrl: () => string | null
  readonly readRequest: (captureId: string) => Promise<StoredRequest | null>
  readonly readUpload: (uploadId: string) => Promise<Uint8Array | null>
  readonly log: Log
  readonly captureChanged: (seqs: ReadonlyArray<number>) => void
  readonly secretsChanged: (endpoint: string) => void
  readonly progressed: () => void
  /** `verdicts.passedThrough` may be another. */
  readonly passed: () => void
  /** All captures of an endpoint tell of other events, perhaps. */
  readonly identifiedAgain: (endpoint: string) => void
  /** For tests: another way to hosts that are trusted. */
  readonly connection?: TrustedConnection | undefined
}

/** How endpoints' senders sign: what is set up, and what checking finds. */
export class SigningService {
  readonly verdicts: VerdictService
  private readonly secrets: EndpointSecrets
  private readonly options: SigningServiceOptions

  constructor(options: SigningServiceOptions) {
    this.options = options
    const { store, secretBox, dataFolder, log } = options
    this.secrets = new EndpointSecrets(store, secretBox)
    this.verdicts = new VerdictService({
      store,
      dataFolder,
      keys: new KeyFetcher({ ownUrls: () => this.ownKeyUrls(), connection: options.connection }),
      setups: () => this.setups(),
      log,
      changed: options.captureChanged,
      progress: options.progressed,
      passed: options.passed,
      identifiedAgain: options.identifiedAgain,
    })
  }

  get progress(): VerdictProgress | null {
    return this.verdicts.progress
  }

  async setSigning(slug: string, changes: EndpointSigningChange): Promise<void> {
    this.expectEndpoint(slug)
    const { signsAnew } = await this.options.directory.change(slug, changes)
    if (!signsAnew) return
    await this.recheck(slug)
    await this.verdicts.identifyAgain(slug)
  }

  listSecrets(endpoint: string): EndpointSecret[] {
    return this.secrets.list(endpoint)
  }

  async addSecret(secret: NewSecret): Promise<EndpointSecret> {
    this.expectEndpoint(secret.endpoint)
    const added = await this.secrets.add(secret)
    await this.secretsChanged(secret.endpoint)
    return added
  }

  async makeKey(endpoint: string, name: string, type: MadeKeyType): Promise<EndpointSecret> {
    this.expectEndpoint(endpoint)
    const made = await this.secrets.makeKey(endpoint, name, type)
    await this.secretsChanged(endpoint)
    return made
  }

  async changeSecret(id: string, changes: SecretChange): Promise<EndpointSecret> {
    const { secret, isForAnother } = await this.secrets.change(id, changes)
    if (isForAnother) {
      await this.secretsChanged(secret.endpoint)
    } else {
      // A report names it; verdicts stay as they are.
      this.verdicts.setupsChanged()
      this.options.secretsChanged(secret.endpoint)
    }
    return secret
  }

  async removeSecret(id: string): Promise<void> {
    await this.secretsChanged(await this.secrets.remove(id))
  }

  revealSecret(id: string): string {
    return this.secrets.reveal(id)
  }

  /** Checks what an endpoint has received again. */
  async recheck(slug: string): Promise<void> {
    await this.verdicts.recheck(slug)
  }

  async report({ captureId, provider, edit }: HandlerInput<'signature.check'>): Promise<SignatureReport> {
    if (edit === undefined) return this.verdicts.report(captureId, { provider })
    const { method, headers } = edit
    const body = edit.body && (await editedBodyBytes(edit.body, this.options.readUpload))
    return this.verdicts.report(captureId, { provider, edit: { method, headers, body } })
  }

  /** Confirms a subscription of Amazon SNS. Throws `AppError` unless it was. */
  async confirmSubscription(captureId: string): Promise<void> {
    const { store, readRequest, captureChanged } = this.options
    const report = (id: string) => this.verdicts.report(id, { provider: 'aws-sns' })
    const seq = await confirmSubscription(captureId, { readRequest, report, connection: this.options.connection })
    await store.queue.write(() => store.handshakes.mark(seq, { kind: 'aws-sns-confirmed', refusal: null }))
    captureChanged([seq])
  }

  /** Saves the secret that a provider handed over, because the user said so. */
  async keepOfferedSecret(captureId: string): Promise<EndpointSecret> {
    const request = await this.options.readRequest(captureId)
    if (request === null) throw new AppError('not-found', `There is no capture ${captureId}. It may have been deleted.`)
    const { endpoint } = request
    return this.addSecret({ ...offeredSecret(request), endpoint, kind: 'secret', keyId: null, audience: null })
  }

  /** Everything that decides how requests of an endpoint are judged, and signed. Holds its secrets. */
  setupOf(slug: string): SigningSetup {
    const endpoint = this.options.endpoints().find((candidate) => candidate.slug === slug)
    return {
      provider: this.options.directory.of(slug).provider,
      secrets: this.secrets.open(slug),
      url: {
        set: endpoint?.publicUrl ?? null,
        path: endpoint === undefined ? '/' : endpointPath(endpoint),
        tunnel: this.options.tunnelUrl(),
      },
    }
  }

  /** What replays need to do about signatures what the user chose; undefined to keep them. Throws `AppError`. */
  orderFor(chosen: ReplaySigning | undefined): SigningOrder | undefined {
    if (chosen === undefined || chosen.kind === 'keep') return undefined
    const secretId = chosen.kind === 'strip' ? undefined : chosen.secretId
    const secret = secretId === undefined ? null : this.secrets.openOne(secretId)
    return { signing: chosen, setups: this.setups(), secret }
  }

  /** The tunnel's URL, or an endpoint's, is another. */
  urlsChanged(): void {
    this.verdicts.setupsChanged()
  }

  close(): Promise<void> {
    return this.verdicts.close()
  }

  private setups(): SigningSetups {
    return new Map(this.options.endpoints().map(({ slug }) => [slug, this.setupOf(slug)]))
  }

  private async secretsChanged(endpoint: string): Promise<void> {
    this.options.secretsChanged(endpoint)
    await this.recheck(endpoint)
  }

  private expectEndpoint(slug: string): void {
    const endpoint = this.options.endpoints().find((candidate) => candidate.slug === slug)
    if (endpoint === undefined || endpoint.deletedAt !== null) {
      throw new AppError('not-found', `There is no endpoint ${slug}.`)
    }
  }

  private ownKeyUrls(): ReadonlySet<string> {
    const urls = new Set<string>()
    for (const { slug } of this.options.endpoints()) {
      const { provider } = this.options.directory.of(slug)
      const url = provider.kind === 'generic' ? jwksUrlOf(provider.scheme) : null
      if (url !== null) urls.add(url)
    }
    return urls
  }
}
