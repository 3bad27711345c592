import { bytesFromLatin1, latin1FromBytes } from '../../../http/latin1.ts'
import type { Hypothesis } from '../hypothesis.ts'
import { jsonBody } from '../json/json-body.ts'
import type { JsonEscape } from '../json/json-escapes.ts'
import type { JsonSource } from '../json/json-source.ts'
import { COMPACT, mixedStyles, type NamedStyle, spacings } from '../json/json-styles.ts'
import { type Arrange, arrangedAs, keyArrangements } from '../json/key-arrangements.ts'
import { type KeyOrder, usualOrder, usualOrders } from '../json/key-order.ts'
import { learnedOrder, type NameList, nameLists } from '../json/learned-order.ts'
import { type JsonSpacing, writeJson } from '../json/write-json.ts'
import { permutationsAt } from '../permutations.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { bodyForm, REORDERED } from './body-form.ts'
import { bodyJson, rewritten, rewrittenJson } from './body-json.ts'
import { signedBody } from './proven-body.ts'

/** Tried early of a body whose keys are sorted, which they seldom are by themselves: all of six keys. */
const EARLY_ORDERS = 720
/** And late: all of seven keys, those near the likely one of more. */
const MOST_SORTED_ORDERS = 5040
/** Of a body whose keys are in no order. */
const MOST_ORDERS = 720
/** Of longer bodies too few orders could be tried in the time. */
const SHORT_BYTES = 16 * 1024

/** Sorting cannot be undone: where there are few fields, each order that they may have had is tried. */
export const bodyFormOrder: Probe = {
  about: 'other orders of the form fields (those of other captures, and every one of up to six)',
  parses: true,
  applies: (subject) => isShort(subject) && bodyForm.applies(subject),
  *hypotheses(subject) {
    const fields = latin1FromBytes(subject.request.body).split('&')
    for (const order of learnedFieldOrders(fields, subject)) {
      yield signedBody(subject, bytesFromLatin1(order.join('&')), REORDERED)
    }
    if (fields.length > MOST_ORDERED_FIELDS) return
    let tried = 0
    for (let swaps = 1; swaps <= (fields.length * (fields.length - 1)) / 2; swaps++) {
      for (const order of permutationsAt(fields, swaps)) {
        if (++tried > MOST_FORM_ORDERS) return
        yield signedBody(subject, bytesFromLatin1(order.join('&')), REORDERED)
      }
    }
  },
}

const MOST_FORM_ORDERS = 1000
/** One order of thousands of fields costs more than all that a diagnosis may take. */
const MOST_ORDERED_FIELDS = 12
/** Of a form that stands as an example. */
const MOST_EXAMPLE_FIELDS = 300

/** As the fields of other captures are ordered. */
function* learnedFieldOrders(fields: ReadonlyArray<string>, { context }: Subject): Iterable<string[]> {
  for (const body of context.examples ?? []) {
    const names = latin1FromBytes(body).split('&', MOST_EXAMPLE_FIELDS).map(nameOf)
    if (!fields.every((field) => names.includes(nameOf(field)))) continue
    yield fields.toSorted((left, right) => names.indexOf(nameOf(left)) - names.indexOf(nameOf(right)))
  }
}

function nameOf(field: string): string {
  return field.replace(/=.*$/s, '')
}

/** JSON whose keys were sorted: in the order of other captures of the same program, and in those that many programs use. */
export const bodyJsonKeys: Probe = {
  about: 'the keys of the JSON in the order of other captures, and in usual orders',
  parses: true,
  applies: bodyJson.applies,
  hypotheses: (subject) =>
    inLikelyOrders(subject, (text, source, orders, evidence) =>
      orders.flatMap((order) =>
        likelySpacings(text, source).map(
          (spacing): NamedStyle => ({ spacing, order, escape: 'kept', number: 'kept', newline: false, evidence }),
        ),
      ),
    ),
}

/** The same by writers that escape, space and write numbers in their own ways. */
export const bodyJsonKeysMixed: Probe = {
  about: 'the keys of the JSON in such orders, with other spacing, escapes and number forms',
  parses: true,
  applies: bodyJson.applies,
  hypotheses: (subject) =>
    inLikelyOrders(subject, (text, source, orders, evidence) => mixedStyles(text, source, { orders, evidence })),
}

function* inLikelyOrders(
  subject: Subject,
  styles: (
    text: string,
    source: JsonSource,
    orders: ReadonlyArray<Arrange>,
    evidence: string | null,
  ) => Iterable<NamedStyle>,
): Iterable<Hypothesis> {
  const learned = learnedFrom(subject)
  if (learned !== null) {
    const evidence = 'The signed body has its keys in the order of other captures.'
    yield* rewritten(subject, (text, source) => styles(text, source, [arrangedAs(source, learned)], evidence))
  }
  yield* rewritten(subject, (text, source) =>
    styles(
      text,
      source,
      usualOrders.map((order) => arrangedAs(source, order)),
      null,
    ),
  )
}

/** Keys that stand in the order of the alphabet were most likely put there. */
export const bodyJsonSorted: Probe = {
  about: `the ${EARLY_ORDERS} likeliest orders of the keys in the JSON, which are sorted`,
  parses: true,
  applies: (subject) => isOrderable(subject) && hasSortedKeys(subject),
  hypotheses: (subject) => inEveryOrder(subject, 0, EARLY_ORDERS),
}

export const bodyJsonOrder: Probe = {
  about: `up to ${MOST_SORTED_ORDERS} orders of the keys in the JSON (${MOST_ORDERS} if they are not sorted)`,
  parses: true,
  applies: isOrderable,
  hypotheses: (subject) =>
    hasSortedKeys(subject)
      ? inEveryOrder(subject, EARLY_ORDERS, MOST_SORTED_ORDERS)
      : inEveryOrder(subject, 0, MOST_ORDERS),
}

function isOrderable(subject: Subject): boolean {
  return isShort(subject) && bodyJson.applies(subject)
}

function hasSortedKeys({ request, crypto }: Subject): boolean {
  const json = jsonBody(request.body, crypto)
  return json !== null && isSorted(json.source)
}

/** The likely ones first. */
function* inEveryOrder(subject: Subject, from: number, to: number): Iterable<Hypothesis> {
  const json = jsonBody(subject.request.body, subject.crypto)
  if (json === null) return
  const { text, source } = json
  // Who sorts keys often escapes as well.
  const spellings: ReadonlyArray<JsonEscape> = /\\[u/]/.test(text) ? ['kept', 'few'] : ['kept']
  const likely = likelySpacings(text, source).flatMap((spacing) =>
    spellings.map((spelling) => ({ spacing, escape: spelling })),
  )
  let count = 0
  for (const order of keyArrangements(source, learnedFrom(subject) ?? usualOrder)) {
    if (count++ < from) continue
    if (count > to) return
    for (const style of likely) {
      yield rewrittenJson(subject, writeJson(source, { ...style, order, number: 'kept' }), null)
    }
  }
}

/** Compact, as most senders write, and as it arrived. */
function likelySpacings(text: string, source: JsonSource): JsonSpacing[] {
  const received = spacings.find(
    (spacing) => writeJson(source, { spacing, order: 'kept', escape: 'kept', number: 'kept' }) === text,
  )
  return [...new Set([received ?? COMPACT, COMPACT])]
}

const known = new WeakMap<Subject, KeyOrder | null>()

/** Null where no other capture tells. */
function learnedFrom(subject: Subject): KeyOrder | null {
  const before = known.get(subject)
  if (before !== undefined) return before
  const order = learn(subject)
  known.set(subject, order)
  return order
}

function learn({ context, crypto }: Subject): KeyOrder | null {
  const lists: NameList[] = []
  let room = MOST_LEARNED_BYTES
  for (const body of context.examples ?? []) {
    room -= body.length
    if (room < 0) break
    const json = jsonBody(body, crypto)
    // What sorted this one may have sorted those.
    if (json !== null && !isSorted(json.source)) lists.push(...nameLists(json.source))
  }
  return lists.length === 0 ? null : learnedOrder(lists.slice(0, MOST_LISTS))
}

function isSorted(source: JsonSource): boolean {
  if (source.kind === 'array') return source.items.every(isSorted)
  if (source.kind !== 'object') return true
  const inOrder = source.members.every(([name], index) => (source.members[index - 1]?.[0].value ?? '') <= name.value)
  return inOrder && source.members.every(([, member]) => isSorted(member))
}

const MOST_LISTS = 500

/** Reading them is part of the time that a diagnosis has. */
const MOST_LEARNED_BYTES = 128 * 1024

function isShort({ request }: Subject): boolean {
  return request.body.length <= SHORT_BYTES
}
