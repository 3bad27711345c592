import { AppError } from '../../../shared/contract/errors.ts'
import type { AccessRules, AccessRulesChange } from '../../../shared/endpoint/access-rules.ts'
import {
  DEFAULT_ENDPOINT,
  type Endpoint,
  type EndpointAnswer,
  type EndpointForward,
  type EndpointRetention,
} from '../../../shared/endpoint/endpoint.ts'
import { DEFAULT_SIGNING, type EndpointSigning } from '../../../shared/endpoint/endpoint-signing.ts'
import type { Log } from '../log/log.ts'
import { prepareAccess } from '../receiver/access-check.ts'
import { Routes } from '../receiver/routes.ts'
import type { SecretBox } from '../secrets/secret-box.ts'
import { defaultEndpoint, newEndpoint, receivingEndpoints, type StoredEndpoint } from '../store/endpoint-store.ts'
import type { Store } from '../store/store.ts'
import { EndpointPasswords } from './endpoint-passwords.ts'
import { prepareAnswer } from './prepared-answer.ts'
import { RefusalCounts } from './refusal-counts.ts'

export interface EndpointDirectoryOptions {
  /** The endpoints, or their counts, are others. */
  readonly changed: () => void
  readonly secrets: SecretBox
  /** How its senders sign, where anything was set up. */
  readonly signing?: (slug: string) => EndpointSigning
  readonly log: Log
}

/** All endpoints in memory, since every request asks for its own; the store follows. */
export class EndpointDirectory {
  /** Those that receive, as the receiver asks for them. */
  readonly routes = new Routes()
  private readonly endpoints = new Map<string, StoredEndpoint>()
  private readonly store: Store
  private readonly changed: () => void
  private readonly log: Log
  private readonly signing: (slug: string) => EndpointSigning
  private readonly passwords: EndpointPasswords
  private readonly refusals: RefusalCounts

  constructor(store: Store, { changed, secrets, log, signing = () => DEFAULT_SIGNING }: EndpointDirectoryOptions) {
    this.store = store
    this.changed = changed
    this.log = log
    this.signing = signing
    this.passwords = new EndpointPasswords(store, secrets)
    this.refusals = new RefusalCounts(store, log)
    for (const endpoint of store.endpoints.all()) this.enter(endpoint)
    if (!this.endpoints.has(DEFAULT_ENDPOINT)) this.enter(defaultEndpoint(Date.now()))
  }

  /** Those that receive: `default` first, then by name. */
  list(): Endpoint[] {
    return receivingEndpoints(this.all()).map((endpoint) => this.withCounts(endpoint))
  }

  /** As it is shown. Throws `AppError` unless it receives. */
  get(slug: string): Endpoint {
    return this.withCounts(this.existing(slug, this.endpoints.get(slug)))
  }

  /** Tombstones included: their captures are still subject to limits. */
  all(): StoredEndpoint[] {
    return [...this.endpoints.values()]
  }

  forwardOf(slug: string): EndpointForward | null {
    const forward = this.endpoints.get(slug)?.forward
    return forward?.enabled === true ? forward : null
  }

  async add(slug: string, name: string): Promise<Endpoint> {
    return this.change(slug, (before) => {
      if (before !== undefined && before.deletedAt === null) {
        throw new AppError('conflict', `The endpoint ${slug} exists already. Choose another slug.`)
      }
      // A provider may still send to the old URL: its slug comes back with what was set up for it.
      return before === undefined ? newEndpoint(slug, name, Date.now()) : { ...before, name, deletedAt: null }
    })
  }

  rename(slug: string, name: string): Promise<Endpoint> {
    return this.changeExisting(slug, { name })
  }

  async delete(slug: string): Promise<void> {
    if (slug === DEFAULT_ENDPOINT) {
      throw new AppError(
        'invalid-input',
        'The endpoint default cannot be deleted: it takes whatever no other endpoint does.',
      )
    }
    await this.changeExisting(slug, { deletedAt: Date.now() })
  }

  async setAnswer(slug: string, answer: EndpointAnswer): Promise<Endpoint> {
    prepareAnswer(answer)
    return this.changeExisting(slug, { answer })
  }

  setForward(slug: string, forward: EndpointForward | null): Promise<Endpoint> {
    return this.changeExisting(slug, { forward })
  }

  setRetention(slug: string, retention: EndpointRetention): Promise<Endpoint> {
    return this.changeExisting(slug, { retention })
  }

  /** Throws `AppError` if basic auth is asked for without a password ever having been given. */
  setAccess(slug: string, { basicAuth, ...rules }: AccessRulesChange): Promise<Endpoint> {
    const access: AccessRules = { ...rules, basicAuth: basicAuth === null ? null : { user: basicAuth.user } }
    return this.change(slug, (before) => {
      const existing = this.existing(slug, before)
      if (basicAuth !== null && basicAuth.password === null && !this.passwords.has(slug))
        throw new AppError('invalid-input', `Basic auth of ${slug} needs a password.`)
      // The row has to be there before its password.
      const changed = { ...existing, access }
      this.store.endpoints.save(changed)
      if (basicAuth === null) this.passwords.set(slug, null)
      else if (basicAuth.password !== null) this.passwords.set(slug, basicAuth.password)
      return changed
    })
  }

  setTunnelHeaders(slug: string, names: ReadonlyArray<string>): Promise<Endpoint> {
    return this.changeExisting(slug, { tunnelHeaders: [...names] })
  }

  setPublicUrl(slug: string, publicUrl: string | null): Promise<Endpoint> {
    return this.changeExisting(slug, { publicUrl })
  }

  /**
   * Inside a transaction: makes the endpoints that captures of an import belong to, or brings them back. Those that are
   * there stay as they are. Call what it answers once that is on disk.
   */
  addImported(wanted: ReadonlyArray<Pick<StoredEndpoint, 'slug'> & Partial<StoredEndpoint>>): () => void {
    const added = wanted.flatMap(({ slug, ...settings }) => {
      const before = this.store.endpoints.find(slug) ?? this.endpoints.get(slug)
      if (before !== undefined && before.deletedAt === null) return []
      const endpoint =
        before === undefined
          ? { ...newEndpoint(slug, slug, Date.now()), ...settings, slug }
          : { ...before, deletedAt: null }
      this.store.endpoints.save(endpoint)
      return [endpoint]
    })
    return () => {
      for (const endpoint of added) this.enter(endpoint)
      if (added.length > 0) this.changed()
    }
  }

  /** A request was refused by the endpoint's access rules. */
  refused(slug: string): void {
    this.refusals.add(slug)
    this.changed()
  }

  /** Writes what was only counted yet. */
  close(): Promise<void> {
    return this.refusals.write()
  }

  private changeExisting(slug: string, changes: Partial<StoredEndpoint>): Promise<Endpoint> {
    return this.change(slug, (before) => ({ ...this.existing(slug, before), ...changes }))
  }

  private existing(slug: string, endpoint: StoredEndpoint | undefined): StoredEndpoint {
    if (endpoint === undefined || endpoint.deletedAt !== null)
      throw new AppError('not-found', `There is no endpoint ${slug}.`)
    return endpoint
  }

  private async change(slug: string, next: (before: StoredEndpoint | undefined) => StoredEndpoint): Promise<Endpoint> {
    const endpoint = await this.store.queue.write(() => {
      // From the store, not from memory: a change that was asked for at the same time may not have been taken over yet.
      const changed = next(this.store.endpoints.find(slug) ?? this.endpoints.get(slug))
      this.store.endpoints.save(changed)
      return changed
    })
    this.enter(endpoint)
    this.changed()
    return this.withCounts(endpoint)
  }

  private enter(endpoint: StoredEndpoint): void {
    const { slug, answer, access, deletedAt } = endpoint
    this.endpoints.set(slug, endpoint)
    if (deletedAt === null) this.routes.set(slug, answer, prepareAccess(slug, access, this.passwordOf(endpoint)))
    else this.routes.delete(slug)
  }

  /** Null where it cannot be read: then nobody is let in, rather than everybody. */
  private passwordOf({ slug, access }: StoredEndpoint): string | null {
    if (access.basicAuth === null) return null
    try {
      return this.passwords.get(slug)
    } catch (error) {
      this.log.error('The password of an endpoint cannot be read, so it accepts nothing', error, { endpoint: slug })
      return null
    }
  }

  private withCounts(endpoint: StoredEndpoint): Endpoint {
    const { slug } = endpoint
    return { ...endpoint, refused: this.refusals.of(slug), ...this.store.counts.of(slug), signing: this.signing(slug) }
  }
}
