import type { FilterClock } from './filter-clock.ts'
import { type FilterError, filterError } from './filter-error.ts'
import { EVERYTHING, type FilterNode } from './filter-node.ts'
import { type FilterToken, filterTokens, type WordToken } from './filter-tokens.ts'
import { alternativesOf, readField } from './read-field.ts'

export type ParsedFilter =
  | { readonly ok: true; readonly node: FilterNode }
  | { readonly ok: false; readonly error: FilterError }

export const LONGEST_FILTER = 4000
/** Parentheses and minus signs within each other. */
const DEEPEST = 50
const MOST_TERMS = 200

/**
 * Reads a filter. Never throws, whatever the text; one without any term holds
 * for every capture.
 */
export function parseFilter(text: string, clock: FilterClock): ParsedFilter {
  if (text.length > LONGEST_FILTER) {
    const expected = `a filter of at most ${LONGEST_FILTER} characters`
    return { ok: false, error: filterError(text, LONGEST_FILTER, text.length, expected) }
  }
  const parser = new FilterParser(text, clock)
  try {
    return { ok: true, node: parser.whole() }
  } catch (error) {
    if (error instanceof WrongFilter) return { ok: false, error: error.why }
    throw error
  }
}

type Place = Pick<FilterToken, 'start' | 'end'>

/** Never leaves this file: it only saves passing an error up through every rule. */
class WrongFilter extends Error {
  readonly why: FilterError

  constructor(why: FilterError) {
    super('The filter is wrong')
    this.why = why
  }
}

class FilterParser {
  readonly #text: string
  readonly #clock: FilterClock
  readonly #tokens: ReadonlyArray<FilterToken>
  #at = 0
  #depth = 0
  #terms = 0

  constructor(text: string, clock: FilterClock) {
    this.#text = text
    this.#clock = clock
    this.#tokens = filterTokens(text)
  }

  whole(): FilterNode {
    if (this.#tokens.length === 0) return EVERYTHING
    const node = this.#alternatives()
    const next = this.#next()
    // Only a closing parenthesis ends the alternatives early.
    if (next !== undefined) this.#wrong(next, 'another term', 'There is no parenthesis open here.')
    return node
  }

  #next(): FilterToken | undefined {
    return this.#tokens[this.#at]
  }

  #alternatives(): FilterNode {
    const nodes = [this.#all()]
    while (this.#next()?.kind === 'or') {
      this.#at++
      nodes.push(this.#all())
    }
    return nodes.length === 1 ? (nodes[0] as FilterNode) : { kind: 'or', nodes }
  }

  #all(): FilterNode {
    const nodes = [this.#one()]
    for (;;) {
      const next = this.#next()
      if (next === undefined || next.kind === 'or' || next.kind === 'close') break
      if (next.kind === 'and') this.#at++
      nodes.push(this.#one())
    }
    return nodes.length === 1 ? (nodes[0] as FilterNode) : { kind: 'and', nodes }
  }

  #one(): FilterNode {
    const token = this.#next()
    if (token === undefined) throw new WrongFilter(filterError(this.#text, this.#text.length, this.#text.length, TERM))
    this.#at++
    switch (token.kind) {
      case 'open':
        return this.#deeper(token, () => this.#group(token))
      case 'minus':
        return this.#deeper(token, () => this.#negated(token))
      case 'word':
        this.#count(token)
        return this.#spaced(token, this.#word(token))
      case 'field':
        for (const alternative of alternativesOf(token)) this.#count(alternative === token ? token : alternative.value)
        return this.#spaced(token, this.#taken(readField(this.#text, token, this.#clock)))
      default:
        return this.#wrong(
          token,
          TERM,
          token.kind === 'close' ? PARENTHESES : `To look for "${token.kind}", put it between quotes.`,
        )
    }
  }

  #group(open: FilterToken): FilterNode {
    const node = this.#alternatives()
    if (this.#next()?.kind !== 'close') {
      const end = this.#text.length
      throw new WrongFilter({
        ...filterError(this.#text, end, end, 'a closing parenthesis'),
        hint: `The one at character ${open.start + 1} is still open.`,
      })
    }
    this.#at++
    return node
  }

  #negated(minus: FilterToken): FilterNode {
    const next = this.#next()
    if (next === undefined || next.start !== minus.end) {
      const end = next === undefined ? this.#text.length : minus.end + 1
      throw new WrongFilter(
        filterError(
          this.#text,
          minus.end,
          end,
          'a term right after the minus',
          'To look for a minus, put it between quotes.',
        ),
      )
    }
    return { kind: 'not', node: this.#one() }
  }

  #word(token: WordToken): FilterNode {
    if (token.error !== null) throw new WrongFilter(token.error)
    if (token.text === '') this.#wrong(token, 'text between the quotes')
    return { kind: 'text', text: token.text }
  }

  /** Each term costs something at every capture. */
  #count(place: Place): void {
    if (++this.#terms > MOST_TERMS) this.#wrong(place, `at most ${MOST_TERMS} terms`)
  }

  /** Two terms without a space between them are a slip more often than meant: `"a"b`. */
  #spaced(token: FilterToken, node: FilterNode): FilterNode {
    const next = this.#next()
    if (next !== undefined && next.start === token.end && next.kind !== 'close' && next.kind !== 'open') {
      this.#wrong(next, 'a space')
    }
    return node
  }

  #deeper(token: FilterToken, read: () => FilterNode): FilterNode {
    if (++this.#depth > DEEPEST) this.#wrong(token, `at most ${DEEPEST} parentheses within each other`)
    const node = read()
    this.#depth--
    return node
  }

  #taken(read: ParsedFilter): FilterNode {
    if (!read.ok) throw new WrongFilter(read.error)
    return read.node
  }

  #wrong({ start, end }: Place, expected: string, hint?: string): never {
    throw new WrongFilter(filterError(this.#text, start, end, expected, hint))
  }
}

const TERM = 'a word, a "phrase", key:value or a parenthesis'
const PARENTHESES = 'To look for a parenthesis, put it between quotes.'
