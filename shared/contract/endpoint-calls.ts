import { z } from 'zod'
import { accessRulesChange } from '../endpoint/access-rules.ts'
import {
  endpoint,
  endpointAnswer,
  endpointForward,
  endpointName,
  endpointRetention,
  endpointSlug,
  givenUrl,
  tunnelHeaders,
} from '../endpoint/endpoint.ts'

const bySlug = z.object({ slug: endpointSlug })

export const endpointCalls = {
  /** Those that receive, `default` first, then by name. Tombstones are left out. */
  'endpoints.list': { input: z.object({}), output: z.array(endpoint) },
  /** A slug that was deleted comes back to life, with the captures that it had. */
  'endpoints.add': { input: z.object({ slug: endpointSlug, name: endpointName }), output: endpoint },
  'endpoints.rename': { input: bySlug.extend({ name: endpointName }), output: endpoint },
  /** Leaves its captures. `endpoints.add` undoes it. */
  'endpoints.delete': { input: bySlug, output: z.object({}) },
  'endpoints.setAnswer': { input: bySlug.extend({ answer: endpointAnswer }), output: endpoint },
  'endpoints.setForward': { input: bySlug.extend({ forward: endpointForward.nullable() }), output: endpoint },
  'endpoints.setRetention': { input: bySlug.extend({ retention: endpointRetention }), output: endpoint },
  'endpoints.setAccess': { input: bySlug.extend({ access: accessRulesChange }), output: endpoint },
  'endpoints.setTunnelHeaders': { input: bySlug.extend({ names: tunnelHeaders }), output: endpoint },
  'endpoints.setPublicUrl': { input: bySlug.extend({ url: givenUrl.nullable() }), output: endpoint },
  /** Sends one sample webhook to the endpoint, through the receiver as any sender would. */
  'endpoints.sendSample': { input: bySlug, output: z.object({ status: z.number().int() }) },
} as const
