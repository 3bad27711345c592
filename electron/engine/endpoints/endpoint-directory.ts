import { AppError } from '../../../shared/contract/errors.ts'
import {
  DEFAULT_ENDPOINT,
  type Endpoint,
  type EndpointAnswer,
  type EndpointForward,
  type EndpointRetention,
} from '../../../shared/endpoint/endpoint.ts'
import { Routes } from '../receiver/routes.ts'
import { defaultEndpoint, newEndpoint, receivingEndpoints, type StoredEndpoint } from '../store/endpoint-store.ts'
import type { Store } from '../store/store.ts'
import { prepareAnswer } from './prepared-answer.ts'

/** All endpoints in memory, since every request asks for its own; the store follows. */
export class EndpointDirectory {
  /** Those that receive, as the receiver asks for them. */
  readonly routes = new Routes()
  private readonly endpoints = new Map<string, StoredEndpoint>()
  private readonly store: Store
  private readonly changed: () => void

  constructor(store: Store, changed: () => void) {
    this.store = store
    this.changed = changed
    for (const endpoint of store.endpoints.all()) this.enter(endpoint)
    if (!this.endpoints.has(DEFAULT_ENDPOINT)) this.enter(defaultEndpoint(Date.now()))
  }

  /** Those that receive: `default` first, then by name. */
  list(): Endpoint[] {
    return receivingEndpoints(this.all()).map((endpoint) => this.withCounts(endpoint))
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

  private changeExisting(slug: string, changes: Partial<StoredEndpoint>): Promise<Endpoint> {
    return this.change(slug, (before) => {
      if (before === undefined || before.deletedAt !== null)
        throw new AppError('not-found', `There is no endpoint ${slug}.`)
      return { ...before, ...changes }
    })
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
    const { slug, answer, deletedAt } = endpoint
    this.endpoints.set(slug, endpoint)
    if (deletedAt === null) this.routes.set(slug, answer)
    else this.routes.delete(slug)
  }

  private withCounts(endpoint: StoredEndpoint): Endpoint {
    return { ...endpoint, ...this.store.counts.of(endpoint.slug) }
  }
}
