import { DEFAULT_ENDPOINT } from '../../../shared/endpoint/endpoint.ts'
import { firstSegment } from '../../../shared/http/raw-target.ts'
import { prepareAnswer } from '../endpoints/prepared-answer.ts'
import type { Route } from './intake.ts'
import type { RouteUpdate } from './receiver-messages.ts'

/** The endpoints that receive, as the receiver's thread knows them. */
export class Routes {
  private readonly routes = new Map<string, Route>()

  update(updates: ReadonlyArray<RouteUpdate>): void {
    for (const { slug, answer } of updates) {
      if (answer === null) this.routes.delete(slug)
      else this.routes.set(slug, { slug, answer: prepareAnswer(answer) })
    }
  }

  /** The endpoint that a request belongs to: that of its first path segment, else `default`. */
  of(target: string | null): Route {
    const slug = target === null ? null : firstSegment(target)
    const route = (slug === null ? undefined : this.routes.get(slug)) ?? this.routes.get(DEFAULT_ENDPOINT)
    if (route === undefined) throw new Error('The receiver has no endpoint default')
    return route
  }
}
