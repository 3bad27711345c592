import { z } from 'zod'

/** An IP address, or a range of them in CIDR notation. */
export const addressRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'An address such as 192.0.2.7 or 2001:db8::7, or a range such as 192.0.2.0/24.',
})

/** What can stand in a path without being spelled in another way by anybody. */
export const pathToken = z
  .string()
  .regex(/^[A-Za-z0-9_-]{8,128}$/, 'A path token has 8 to 128 of a-z, A-Z, 0-9, - and _. Example: k3yT-x91p_Qa')

const userName = z
  .string()
  .min(1, 'Basic auth needs a user name.')
  .max(255)
  .regex(/^[^:\p{Cc}]*$/u, 'A user name has no colon and no control characters.')

/**
 * Who may post to an endpoint. Every rule that is set must be met. They hold for what comes through a tunnel or from
 * another machine, not for what comes from this machine to the receiver's own port.
 */
export const accessRules = z.object({
  /** Where requests may come from; none: from anywhere. */
  allowedAddresses: z.array(addressRange).max(256),
  /** The path segment after the slug (the first one, of `default`); null: none is asked for. */
  pathToken: pathToken.nullable(),
  /** The password is sealed, and never read back. */
  basicAuth: z.object({ user: userName }).nullable(),
  /** Keep refused requests as captures, answered 403: so many a minute, the others are counted. They are never forwarded. */
  storeRefused: z.boolean(),
})

/** The same as it is set: a password of null leaves the one that is there. */
export const accessRulesChange = accessRules.extend({
  basicAuth: z
    .object({
      user: userName,
      password: z
        .string()
        .min(1, 'Basic auth needs a password.')
        .max(1024)
        .regex(/^\P{Cc}*$/u, 'A password has no control characters.')
        .nullable(),
    })
    .nullable(),
})

export const NO_ACCESS_RULES: AccessRules = {
  allowedAddresses: [],
  pathToken: null,
  basicAuth: null,
  storeRefused: false,
}

/** Whether anybody is kept out at all. */
export function hasAccessRules({ allowedAddresses, pathToken: token, basicAuth }: AccessRules): boolean {
  return allowedAddresses.length > 0 || token !== null || basicAuth !== null
}

export type AccessRules = z.infer<typeof accessRules>
export type AccessRulesChange = z.infer<typeof accessRulesChange>
