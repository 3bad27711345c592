import type { HeaderPairs } from '../http/header-pairs.ts'
import { providers } from './catalogue/catalogue.ts'
import type { Provider } from './provider.ts'
import type { RequestReader } from './request-reader.ts'

export interface Detected {
  readonly provider: Provider
  /** `certain`: something that only it has. `likely`: others could have sent this, too. */
  readonly certainty: 'certain' | 'likely'
  /** Others that fit as well, the provider not among them. */
  readonly alternatives: ReadonlyArray<Provider>
}

/**
 * Who sent a request, by its headers; where those leave it open, by fields of the body. `body` parses the whole of it, so
 * give it only for bodies of ordinary size.
 */
export function detectProvider(
  headers: HeaderPairs,
  body: Pick<RequestReader, 'valuesAt'> | null = null,
): Detected | null {
  const scored = scoreByHeaders(headers)
  if (body !== null && isOpen(scored)) scoreByBody(body, scored)
  const ranked = [...scored]
    .filter(([, score]) => score >= LIKELY)
    .sort(([left, leftScore], [right, rightScore]) => rightScore - leftScore || byGenerality(left, right))
  const [first, second] = ranked
  if (first === undefined) return null
  const [provider, score] = first
  return {
    provider,
    certainty: score >= CERTAIN && score !== second?.[1] ? 'certain' : 'likely',
    alternatives: ranked.slice(1).map(([candidate]) => candidate),
  }
}

/** A header that only one provider sends, a User-Agent, or a field of the body settles it. */
const CERTAIN = 1
/** A header that several send leaves it open. */
const LIKELY = 0.05

const byHeader = indexHeaders()
const byUserAgent = providers.filter(({ detect }) => detect.userAgent !== undefined)
const byBody = providers.filter(({ detect }) => (detect.body ?? []).length > 0)

function indexHeaders(): ReadonlyMap<string, ReadonlyArray<Provider>> {
  const index = new Map<string, Provider[]>()
  for (const provider of providers) {
    const names = new Set([...provider.detect.headers, ...(provider.detect.values ?? []).map(({ header }) => header)])
    for (const name of names) {
      const known = index.get(name)
      if (known === undefined) index.set(name, [provider])
      else known.push(provider)
    }
  }
  return index
}

function scoreByHeaders(headers: HeaderPairs): Map<Provider, number> {
  const scored = new Map<Provider, number>()
  const add = (provider: Provider, points: number) => scored.set(provider, (scored.get(provider) ?? 0) + points)
  const seen = new Set<string>()
  for (const [rawName, value] of headers) {
    const name = rawName.toLowerCase()
    if (name === 'user-agent') {
      for (const provider of byUserAgent) if (beginsWith(value, provider.detect.userAgent)) add(provider, CERTAIN)
    }
    if (seen.has(name)) continue
    seen.add(name)
    for (const provider of byHeader.get(name) ?? []) add(provider, headerPoints(provider, name, value))
  }
  return scored
}

/** The rarer a header, the more it says. */
function headerPoints(provider: Provider, name: string, value: string): number {
  const values = provider.detect.values?.filter(({ header }) => header === name) ?? []
  if (values.length > 0) return values.some(({ startsWith }) => beginsWith(value, startsWith)) ? CERTAIN : 0
  return CERTAIN / (byHeader.get(name)?.length ?? 1)
}

function beginsWith(value: string, start: string | undefined): boolean {
  return start !== undefined && value.slice(0, start.length).toLowerCase() === start.toLowerCase()
}

/** Nothing settled it, or two are equal. */
function isOpen(scored: ReadonlyMap<Provider, number>): boolean {
  const [best = 0, next = 0] = [...scored.values()].sort((left, right) => right - left)
  return best < CERTAIN || best === next
}

function scoreByBody(body: Pick<RequestReader, 'valuesAt'>, scored: Map<Provider, number>): void {
  for (const provider of byBody) {
    const fits = (provider.detect.body ?? []).every((place) => body.valuesAt(place).length > 0)
    if (fits) scored.set(provider, (scored.get(provider) ?? 0) + CERTAIN)
  }
}

/** Among equals the one that stands for all of them. */
function byGenerality(left: Provider, right: Provider): number {
  return Number(right.detect.generic === true) - Number(left.detect.generic === true)
}
