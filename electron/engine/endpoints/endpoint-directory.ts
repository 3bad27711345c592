import { AppError } from '../../../shared/contract/errors.ts'
import {
  DEFAULT_ENDPOINT,
  type Endpoint,
  type EndpointAnswer,
  type EndpointForward,
  type EndpointRetention,
} from '../../../shared/endpoint/endpoint.ts'
import type { RouteUpdate } from '../receiver/receiver-messages.ts'
import { defaultEndpoint, newEndpoint, receivingEndpoints, type StoredEndpoint } from '../store/endpoint-store.ts'
import type { Store } from '../store/store.ts'
import { prepareAnswer } from './prepared-answer.ts'

/** Has the receiver know of an endpoint that is new or changed; resolves once it does. */
export type TellReceiver = (routes: ReadonlyArray<RouteUpdate>) => Promise<void>

/** All endpoints in memory, since every capture asks for its own; the store follows, and the receiver is told. */
export class EndpointDirectory {
  private readonly endpoints = new Map<string, StoredEndpoint>()
  private readonly store: Store
  private readonly changed: () => void
  private readonly tellReceiver: TellReceiver

  constructor(store: Store, changed: () => void, tellReceiver: TellReceiver) {
    this.store = store
    this.changed = changed
    this.tellReceiver = tellReceiver
    for (const endpoint of store.endpoints.all()) this.endpoints.set(endpoint.slug, endpoint)
    if (!this.endpoints.has(DEFAULT_ENDPOINT)) this.endpoints.set(DEFAULT_ENDPOINT, defaultEndpoint(Date.now()))
  }

  /** All, for a receiver that starts. */
  routes(): RouteUpdate[] {
    return this.all().map(routeOf)
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
    this.endpoints.set(slug, endpoint)
    this.changed()
    await this.tellReceiver([routeOf(endpoint)])
    return this.withCounts(endpoint)
  }

  private withCounts(endpoint: StoredEndpoint): Endpoint {
    return { ...endpoint, ...this.store.counts.of(endpoint.slug) }
  }
}

function routeOf({ slug, answer, deletedAt }: StoredEndpoint): RouteUpdate {
  return { slug, answer: deletedAt === null ? answer : null }
}
