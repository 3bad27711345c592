import { AppError } from '../../../shared/contract/errors.ts'
import { TunnelRefused } from './tunnel.ts'

const TOKEN_ADVICE = 'Copy the authtoken from dashboard.ngrok.com (Your Authtoken) into Settings.'
const DOMAIN_ADVICE = 'Reserve the domain at dashboard.ngrok.com (Domains), or leave it empty in Settings.'

/** ngrok's codes that say no for good, in plain words. */
const REFUSED: Readonly<Record<string, readonly [reason: string, advice: string]>> = {
  ERR_NGROK_105: ['ngrok says that the authtoken does not look like one.', TOKEN_ADVICE],
  ERR_NGROK_106: ['The authtoken is of an old kind that ngrok no longer takes.', TOKEN_ADVICE],
  ERR_NGROK_107: ['ngrok does not know the authtoken: it was reset, revoked, or mistyped.', TOKEN_ADVICE],
  ERR_NGROK_120: ['ngrok no longer takes this version of its package.', 'Update Hookbench.'],
  ERR_NGROK_121: ['ngrok no longer takes this version of its package.', 'Update Hookbench.'],
  ERR_NGROK_300: ['The authtoken was revoked.', TOKEN_ADVICE],
  ERR_NGROK_313: ['This ngrok account may not choose that domain.', DOMAIN_ADVICE],
  ERR_NGROK_319: ['The domain is not reserved for this ngrok account.', DOMAIN_ADVICE],
  ERR_NGROK_320: ['The domain is reserved for another ngrok account.', DOMAIN_ADVICE],
  ERR_NGROK_326: ['ngrok takes the domain for no host name.', DOMAIN_ADVICE],
  ERR_NGROK_4018: ['ngrok wants an authtoken of a verified account.', TOKEN_ADVICE],
  ERR_NGROK_7117: ['The domain is not reserved at ngrok.', DOMAIN_ADVICE],
  ERR_NGROK_7118: ['The domain is not reserved for this ngrok account.', DOMAIN_ADVICE],
}

/** Those that pass, also because ngrok keeps a session for a while that ended without a word. */
const LATER: Readonly<Record<string, string>> = {
  ERR_NGROK_108: 'The ngrok account has as many agents running as it may. Stop another one.',
  ERR_NGROK_334: 'The ngrok domain is in use by another agent. Stop it, or wait until ngrok notices that it is gone.',
  ERR_NGROK_3200: 'ngrok says that the tunnel is offline.',
}

/** In our own words: ngrok repeats the token in some of its messages, so they are neither shown nor kept as a cause. */
export function explainNgrokError(error: unknown, token: string): AppError {
  const text = error instanceof Error ? error.message : String(error)
  const code = /\bERR_NGROK_\d+\b/.exec(text)?.[0]
  if (code === undefined) return unreachable(text, token)
  const refused = REFUSED[code]
  if (refused !== undefined) return new TunnelRefused(`${refused[0]} (${code})`, refused[1])
  const later = LATER[code]
  if (later !== undefined) return new AppError('unavailable', `${later} (${code})`)
  return new AppError(
    'unavailable',
    `ngrok refused with ${code}: see https://ngrok.com/docs/errors/${code.toLowerCase()}.`,
  )
}

function unreachable(text: string, token: string): AppError {
  const said = text.replaceAll(token, '…').trim().slice(0, 200)
  return new AppError('unavailable', `ngrok cannot be reached (${said}). Check the network.`)
}
