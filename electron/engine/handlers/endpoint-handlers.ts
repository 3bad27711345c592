import type { Handlers } from '../../../shared/contract/contract.ts'
import type { endpointCalls } from '../../../shared/contract/endpoint-calls.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { EndpointDirectory } from '../endpoints/endpoint-directory.ts'
import { sendSample } from '../endpoints/send-sample.ts'

type EndpointChannel = keyof typeof endpointCalls

export interface EndpointHandlerOptions {
  /** Where the receiver listens; null without one. */
  receiverUrl(): string | null
  /** Rejects with `AppError` if nothing could be forwarded to this URL. */
  checkForwardUrl(url: string): Promise<void>
  /** It is part of what some providers sign. */
  publicUrlChanged(slug: string): Promise<void>
}

export function endpointHandlers(
  endpoints: EndpointDirectory,
  options: EndpointHandlerOptions,
): Pick<Handlers, EndpointChannel> {
  return {
    'endpoints.list': () => endpoints.list(),
    'endpoints.add': ({ slug, name }) => endpoints.add(slug, name),
    'endpoints.rename': ({ slug, name }) => endpoints.rename(slug, name),
    'endpoints.delete': async ({ slug }) => {
      await endpoints.delete(slug)
      return {}
    },
    'endpoints.setAnswer': ({ slug, answer }) => endpoints.setAnswer(slug, answer),
    'endpoints.setForward': async ({ slug, forward }) => {
      if (forward?.enabled === true) await options.checkForwardUrl(forward.url)
      return endpoints.setForward(slug, forward)
    },
    'endpoints.setRetention': ({ slug, retention }) => endpoints.setRetention(slug, retention),
    'endpoints.setAccess': ({ slug, access }) => endpoints.setAccess(slug, access),
    'endpoints.setTunnelHeaders': ({ slug, names }) => endpoints.setTunnelHeaders(slug, names),
    'endpoints.setPublicUrl': async ({ slug, url }) => {
      const endpoint = await endpoints.setPublicUrl(slug, url)
      await options.publicUrlChanged(slug)
      return endpoint
    },
    'endpoints.sendSample': ({ slug }) => {
      const url = options.receiverUrl()
      if (url === null) throw new AppError('unavailable', 'The receiver does not run here. Start Hookbench first.')
      return sendSample(url, endpoints.get(slug))
    },
  }
}
