import { foldCase } from '../../../shared/search/fold-case.ts'
import { type Gram, type GramBits, gramsOf, gramWord } from './grams.ts'

/** What of its grams a capture must have to match; `all`: nothing is known, each may. */
export type GramQuery =
  | { readonly kind: 'all' }
  | { readonly kind: 'grams'; readonly grams: ReadonlyArray<Gram> }
  | { readonly kind: 'and' | 'or'; readonly queries: ReadonlyArray<GramQuery> }

export const ALL: GramQuery = { kind: 'all' }

/** More of one text would cost more to look up than they leave out. */
const MOST_GRAMS = 24

/** Captures that have this text somewhere. */
export function textQuery(text: string): GramQuery {
  const grams = spread(gramsOf(foldCase(text)), MOST_GRAMS)
  return grams.length === 0 ? ALL : { kind: 'grams', grams }
}

export function allOf(queries: ReadonlyArray<GramQuery>): GramQuery {
  const telling = queries.filter(({ kind }) => kind !== 'all')
  if (telling.length <= 1) return telling[0] ?? ALL
  return { kind: 'and', queries: telling }
}

export function someOf(queries: ReadonlyArray<GramQuery>): GramQuery {
  if (queries.length === 0 || queries.some(({ kind }) => kind === 'all')) return ALL
  return queries.length === 1 ? (queries[0] as GramQuery) : { kind: 'or', queries }
}

/** The same in the words of the index, for captures in which these grams were left out; null: it tells nothing. */
export function matchExpression(query: GramQuery, leftOut: GramBits): string | null {
  switch (query.kind) {
    case 'all':
      return null
    case 'grams': {
      const words = query.grams.filter((gram) => !leftOut.has(gram)).map((gram) => `"${gramWord(gram)}"`)
      return words.length === 0 ? null : words.join(' AND ')
    }
    case 'and': {
      const parts = query.queries.map((each) => matchExpression(each, leftOut)).filter((part) => part !== null)
      return parts.length === 0 ? null : parts.map((part) => `(${part})`).join(' AND ')
    }
    case 'or': {
      const parts = query.queries.map((each) => matchExpression(each, leftOut))
      return parts.includes(null) ? null : parts.map((part) => `(${part})`).join(' OR ')
    }
  }
}

function spread(grams: ReadonlyArray<Gram>, most: number): ReadonlyArray<Gram> {
  if (grams.length <= most) return grams
  return Array.from({ length: most }, (_, index) => grams[Math.floor((index * grams.length) / most)] as Gram)
}
