import type { Hypothesis } from '../hypothesis.ts'
import { jsonBody } from '../json/json-body.ts'
import { type CutAtNumbers, cutAtNumbers, joinNumbers, numberPaths } from '../json/json-number-places.ts'
import type { JsonSource } from '../json/json-source.ts'
import { spacings } from '../json/json-styles.ts'
import { integersRoundedTo, type NumberSpelling, numberSpellings } from '../json/number-spellings.ts'
import { writeJson } from '../json/write-json.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { bodyJson, rewrittenJson } from './body-json.ts'

/** A parser forgets how a number was written; a program mostly writes all of them alike. */
export const bodyJsonNumbers: Probe = {
  about: 'zeros at the end of the numbers in the JSON added or lost, and exponents written out',
  parses: true,
  applies: bodyJson.applies,
  hypotheses: (subject) => rewrittenNumbers(subject, (numbers) => alike(numbers, COMMON)),
}

/** Amounts beside counts: those of one field are changed together. */
export const bodyJsonNumberFields: Probe = {
  about: 'other forms of the numbers in the JSON (exponents, decimals, a sign before zero), field by field',
  parses: true,
  applies: bodyJson.applies,
  *hypotheses(subject) {
    yield* rewrittenNumbers(subject, (numbers) => alike(numbers, numberSpellings.slice(COMMON.length)))
    yield* rewrittenNumbers(subject, byField)
  },
}

/** Above 2^53 floating point has no room for every integer: `9007199254740993` becomes `9007199254740992`. */
export const bodyJsonRounded: Probe = {
  about: 'integers above 2^53 that were rounded, one at a time',
  parses: true,
  applies: bodyJson.applies,
  hypotheses: (subject) => rewrittenNumbers(subject, unrounded),
}

/** Two decimals, one, as JavaScript writes, and all digits. */
const COMMON = numberSpellings.slice(0, 4)

interface Numbers {
  readonly source: JsonSource
  /** As they arrived. */
  readonly raws: ReadonlyArray<string>
  /** Places of those that belong to one field. */
  readonly fields: ReadonlyArray<ReadonlyArray<number>>
}

function* rewrittenNumbers(
  subject: Subject,
  guesses: (numbers: Numbers) => Iterable<ReadonlyArray<string>>,
): Iterable<Hypothesis> {
  const json = jsonBody(subject.request.body, subject.crypto)
  if (json === null) return
  const { text, source } = json
  const received = cutAtNumbers(text)
  const { numbers: raws } = received
  if (raws.length === 0 || raws.length > MOST_NUMBERS) return
  const layouts = layoutsOf(received, text, source)
  const paths = numberPaths(source)
  const fields = [...Map.groupBy(paths.keys(), (index) => paths[index] ?? '').values()]
  for (const numbers of guesses({ source, raws, fields })) {
    for (const layout of layouts) yield rewrittenJson(subject, joinNumbers(layout, numbers), null)
  }
}

const MOST_NUMBERS = 5000
/** Who writes numbers anew writes the spaces anew as well: so many spacings are tried with each guess. */
const LIKELY_SPACINGS = 2
const SPACINGS_OF_SHORT = 3
const SHORT_CHARACTERS = 4096

function layoutsOf(received: CutAtNumbers, text: string, source: JsonSource): CutAtNumbers[] {
  const tried = spacings.slice(0, text.length > SHORT_CHARACTERS ? LIKELY_SPACINGS : SPACINGS_OF_SHORT)
  const texts = new Set(
    tried.map((spacing) => writeJson(source, { spacing, order: 'kept', escape: 'kept', number: 'kept' })),
  )
  texts.delete(text)
  return [received, ...[...texts].map(cutAtNumbers)]
}

/** All numbers, those of fields that have decimals, and those that have some themselves. */
function* alike({ raws, fields }: Numbers, spellings: ReadonlyArray<NumberSpelling>): Iterable<ReadonlyArray<string>> {
  const hasDecimals = (place: number) => raws[place]?.includes('.') === true
  const chosen = [
    [...raws.keys()],
    fields.filter((places) => places.some(hasDecimals)).flat(),
    [...raws.keys()].filter(hasDecimals),
  ]
  const sets = chosen.filter(
    (places, index) => places.length > 0 && !chosen.slice(0, index).some(({ length }) => length === places.length),
  )
  for (const spelling of spellings) {
    for (const places of sets) {
      const change = changeOf(places, spelling, raws)
      if (change !== null) yield applied([change], raws)
    }
  }
}

/** One field, then two fields or more in the commonest ways, then single numbers. */
function* byField({ raws, fields }: Numbers): Iterable<ReadonlyArray<string>> {
  const single: Change[] = []
  for (const spelling of numberSpellings) {
    for (const places of fields) {
      const change = changeOf(places, spelling, raws)
      if (change === null) continue
      single.push(change)
      if (fields.length > 1) yield applied([change], raws)
    }
  }
  for (const changes of severalFields(fields, raws)) yield applied(changes, raws)
  const pairs = single
    .flatMap((left, index) => single.slice(index + 1).map((right) => [left, right] as const))
    .filter(([left, right]) => left.places !== right.places)
  for (const pair of pairs.slice(0, MOST_PAIRS)) yield applied(pair, raws)
  for (const places of fields) {
    if (places.length === 1) continue
    for (const place of places) {
      for (const spelling of numberSpellings) {
        const change = changeOf([place], spelling, raws)
        if (change !== null) yield applied([change], raws)
      }
    }
  }
}

const MOST_PAIRS = 100

/** Other spellings of the numbers at some places. */
interface Change {
  readonly places: ReadonlyArray<number>
  readonly texts: ReadonlyArray<string>
}

function changeOf(places: ReadonlyArray<number>, spelling: NumberSpelling, raws: ReadonlyArray<string>): Change | null {
  let changed = false
  const texts = places.map((place) => {
    const raw = raws[place] ?? ''
    const other = spelling(raw) ?? raw
    changed ||= other !== raw
    return other
  })
  return changed ? { places, texts } : null
}

function applied(changes: ReadonlyArray<Change>, raws: ReadonlyArray<string>): ReadonlyArray<string> {
  const numbers = [...raws]
  for (const { places, texts } of changes) {
    for (const [index, place] of places.entries()) numbers[place] = texts[index] ?? ''
  }
  return numbers
}

/** Amounts with two decimals, floats and counts side by side: every way to share these among the fields. */
const SHARED = numberSpellings.slice(0, 2)
const MOST_FIELDS = 6

function* severalFields(fields: Numbers['fields'], raws: ReadonlyArray<string>): Iterable<ReadonlyArray<Change>> {
  const choices = fields
    .map((places) => SHARED.map((spelling) => changeOf(places, spelling, raws)).filter((change) => change !== null))
    .filter((changes) => changes.length > 0)
    .slice(0, MOST_FIELDS)
  let sets: ReadonlyArray<Change>[] = [[]]
  for (const changes of choices) sets = sets.flatMap((set) => [set, ...changes.map((change) => [...set, change])])
  yield* sets.filter((set) => set.length > 1).sort((left, right) => left.length - right.length)
}

/** Equal ones are one id that occurs several times. */
function* unrounded({ source, raws }: Numbers): Iterable<ReadonlyArray<string>> {
  const texts = digitTexts(source)
  for (const raw of new Set(raws)) {
    const replaced = (exact: string) => raws.map((other) => (other === raw ? exact : other))
    // Some send an id as a text beside the number, since JavaScript cannot read that.
    for (const exact of texts) {
      if (exact !== raw && exact.length > 15 && Number(exact) === Number(raw)) yield replaced(exact)
    }
    for (const exact of integersRoundedTo(raw)) yield replaced(exact)
  }
}

function digitTexts(source: JsonSource): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (value: JsonSource): void => {
    if (value.kind === 'text' && /^-?\d{16,25}$/.test(value.raw)) found.add(value.raw)
    else if (value.kind === 'array') value.items.forEach(visit)
    else if (value.kind === 'object') for (const [, member] of value.members) visit(member)
  }
  visit(source)
  return found
}
