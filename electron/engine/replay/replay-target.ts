import { domainToASCII } from 'node:url'
import { AppError } from '../../../shared/contract/errors.ts'
import { type ParsedTarget, parseTarget } from '../../../shared/delivery/resolve-target.ts'

/** Takes a target URL apart, with its host as DNS and `Host` know it: `münchen.example` as `xn--mnchen-3ya.example`. */
export function replayTarget(url: string): ParsedTarget {
  const target = parseTarget(url)
  if (!/[^\0-\x7f]/.test(target.host)) return target
  const host = domainToASCII(target.host)
  if (host === '') {
    throw new AppError('invalid-input', `${JSON.stringify(target.host)} is not a host name. Correct it in the target.`)
  }
  return {
    ...target,
    host,
    authority: target.authority.replace(target.host, host),
    origin: target.origin.replace(target.host, host),
  }
}
