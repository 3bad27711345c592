import { DEFAULT_ENDPOINT, type EndpointAnswer } from '../../../shared/endpoint/endpoint.ts'
import { firstSegment } from '../../../shared/http/raw-target.ts'
import { prepareAnswer } from '../endpoints/prepared-answer.ts'
import type { AccessCheck } from './access-check.ts'
import type { Route } from './intake.ts'

/** The endpoints that receive, by their slugs. */
export class Routes {
  private readonly routes = new Map<string, Route>()

  set(slug: string, answer: EndpointAnswer, access: AccessCheck | null = null): void {
    this.routes.set(slug, { slug, answer: prepareAnswer(answer), access })
  }

  delete(slug: string): void {
    this.routes.delete(slug)
  }

  /** The endpoint that a request belongs to: that of its first path segment, else `default`. */
  of(target: string | null): Route {
    const slug = target === null ? null : firstSegment(target)
    const route = (slug === null ? undefined : this.routes.get(slug)) ?? this.routes.get(DEFAULT_ENDPOINT)
    if (route === undefined) throw new Error('The receiver has no endpoint default')
    return route
  }
}
