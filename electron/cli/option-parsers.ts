import { InvalidArgumentError } from 'commander'
import type { z } from 'zod'
import { type ReplaySigning, replaySigning, signatureBreakage } from '../../shared/delivery/replay-signing.ts'
import { endpointSlug } from '../../shared/endpoint/endpoint.ts'
import type { HeaderPair } from '../../shared/http/header-pairs.ts'
import { headerFromText } from '../../shared/http/header-text.ts'
import { providerById, providers } from '../../shared/signature/catalogue/catalogue.ts'
import { localtunnelSettings, tunnelSettings } from '../../shared/tunnel/tunnel-settings.ts'
import { PORT_HELP, parsePortNumber } from '../app-options.ts'

export function parsePort(text: string): number {
  const port = parsePortNumber(text)
  if (port !== null) return port
  throw new InvalidArgumentError(PORT_HELP)
}

export function parseCount(text: string): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (count >= 1) return count
  throw new InvalidArgumentError('It must be a whole number from 1 up.')
}

export function parseTunnelHost(text: string): string {
  return checked(localtunnelSettings.shape.host, text)
}

export function parseSlug(text: string): string {
  return checked(endpointSlug, text)
}

export function parseSubdomain(text: string): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i.test(text)) return text
  throw new InvalidArgumentError('A subdomain has up to 63 letters, digits and hyphens. Example: my-hooks')
}

export function parseSeconds(text: string): number {
  const seconds = /^\d{1,4}(\.\d{1,3})?$/.test(text) ? Number(text) : Number.NaN
  if (tunnelSettings.shape.probeSeconds.safeParse(seconds).success) return seconds
  throw new InvalidArgumentError('Seconds are a number from 0.1 to 3600.')
}

function checked<Value>(schema: z.ZodType<Value>, text: string): Value {
  const result = schema.safeParse(text)
  if (result.success) return result.data
  throw new InvalidArgumentError(result.error.issues[0]?.message ?? 'It cannot be used.')
}

/** A token, as methods and header names are (RFC 9110, 5.6.2). */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/

export function parseMethod(text: string): string {
  if (TOKEN.test(text) && text.length <= 40) return text
  throw new InvalidArgumentError('A method is one word, such as POST.')
}

/** `Name: value`; what is no ASCII is sent as UTF-8. */
export function parseHeader(text: string): HeaderPair {
  const colon = text.indexOf(':')
  const name = text.slice(0, colon).trim()
  const value = headerFromText(text.slice(colon + 1).trim())
  if (colon < 1 || !TOKEN.test(name)) throw new InvalidArgumentError("A header is written 'Name: value'.")
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these would end the header, or the request, too early.
  if (/[\x00\r\n]/.test(value)) throw new InvalidArgumentError('A header value has no line ends and no zero bytes.')
  return [name, value]
}

/** What a sender may write as the id of a message: it stands in a header, and is signed. */
export function parseMessageId(text: string): string {
  if (/^[\x20-\x7e]{1,500}$/.test(text)) return text
  throw new InvalidArgumentError('A message id has up to 500 letters, digits and signs of ASCII, and no line ends.')
}

export function parseHeaderName(text: string): string {
  if (TOKEN.test(text)) return text
  throw new InvalidArgumentError('A header name is one word, such as X-Signature.')
}

/** Id of the catalogue. */
export function parseProvider(text: string): string {
  const id = text.toLowerCase()
  if (providerById(id) !== undefined) return id
  const near = providers.filter((provider) => provider.id.includes(id) || provider.name.toLowerCase().includes(id))
  const hint =
    near.length === 0
      ? ''
      : ` Did you mean ${near
          .slice(0, 5)
          .map((provider) => provider.id)
          .join(', ')}?`
  throw new InvalidArgumentError(`It is no provider that is known here.${hint}`)
}

/** Unix seconds or ISO 8601, as Unix ms. */
export function parseTimestamp(text: string): number {
  const at = /^\d{1,11}$/.test(text)
    ? Number(text) * 1000
    : /^\d{4}-\d{2}-\d{2}/.test(text)
      ? Date.parse(text)
      : Number.NaN
  if (Number.isFinite(at)) return at
  throw new InvalidArgumentError('A timestamp is Unix seconds, or ISO 8601 like 2026-11-21T12:00:00Z.')
}

export function parseWebUrl(text: string): string {
  if (/^https?:\/\/[^/?#]/i.test(text) && URL.canParse(text)) return text
  throw new InvalidArgumentError('A URL is written whole, like https://example.com/webhooks.')
}

/** `keep`, `resign`, `strip`, `break` or `break=HOW`. */
export function parseSigning(text: string): ReplaySigning {
  const [kind, how = 'flip', ...more] = text.split('=')
  const parsed = replaySigning.safeParse(kind === 'break' ? { kind, how } : { kind: text })
  if (parsed.success && more.length === 0) return parsed.data
  throw new InvalidArgumentError(
    `It is one of keep, resign, strip, break, ${signatureBreakage.options.map((option) => `break=${option}`).join(', ')}.`,
  )
}

/** For options that may be given several times. */
export function collecting<Value>(
  parse: (text: string) => Value,
): (text: string, before: Value[] | undefined) => Value[] {
  return (text, before = []) => [...before, parse(text)]
}
