import { bytesFromLatin1, latin1FromBytes } from '../../../http/latin1.ts'
import { arranged, arrangementsOf } from '../arrangements.ts'
import { type JsonSource, readJsonSource } from '../json/json-source.ts'
import { spacings } from '../json/json-styles.ts'
import { type JsonSpacing, writeJson } from '../json/write-json.ts'
import type { Probe } from '../probe.ts'
import type { Subject } from '../subject.ts'
import { bodyForm, REORDERED } from './body-form.ts'
import { bodyJson, rewrittenJson } from './body-json.ts'
import { signedBody } from './proven-body.ts'

/** Tried of one body: five fields have 120 orders, six have 720. */
const MOST_ORDERS = 720
/** Of longer bodies too few orders could be tried in the time. */
const MOST_BYTES = 16 * 1024

/** Sorting cannot be undone: where there are few fields, each order that they may have had is tried. */
export const bodyFormOrder: Probe = {
  about: 'every order of the form fields, where there are at most six',
  parses: true,
  applies: (subject) => isShort(subject) && bodyForm.applies(subject),
  *hypotheses(subject) {
    const fields = latin1FromBytes(subject.request.body).split('&')
    const orders = arrangementsOf(fields.length)
    if (orders > MOST_ORDERS) return
    for (let order = 1; order < orders; order++) {
      yield signedBody(subject, bytesFromLatin1(arranged(fields, order).join('&')), REORDERED)
    }
  },
}

/** The same for the keys of JSON objects, the outer ones first. */
export const bodyJsonOrder: Probe = {
  about: `up to ${MOST_ORDERS} orders of the keys in the JSON`,
  parses: true,
  applies: (subject) => isShort(subject) && bodyJson.applies(subject),
  *hypotheses(subject) {
    const text = subject.crypto.text(subject.request.body)
    const source = readJsonSource(text)
    const spacing = source === null ? undefined : spacings.find((candidate) => kept(source, candidate) === text)
    if (source === null || spacing === undefined) return
    const chosen = objectsToArrange(source)
    const orders = chosen.reduce((product, { members }) => product * arrangementsOf(members.length), 1)
    for (let order = 1; order < orders; order++) {
      yield rewrittenJson(subject, kept(rearranged(source, ordersOf(chosen, order)), spacing), null)
    }
  },
}

function isShort({ request }: Subject): boolean {
  return request.body.length <= MOST_BYTES
}

type JsonObject = Extract<JsonSource, { kind: 'object' }>

function kept(source: JsonSource, spacing: JsonSpacing): string {
  return writeJson(source, { spacing, order: 'kept', escape: 'kept', number: 'kept' })
}

/** As many as can be tried in every order together. */
function objectsToArrange(source: JsonSource): JsonObject[] {
  const chosen: JsonObject[] = []
  const waiting = [source]
  let orders = 1
  for (let value = waiting.shift(); value !== undefined; value = waiting.shift()) {
    if (value.kind === 'array') waiting.push(...value.items.slice(0, MOST_ORDERS))
    if (value.kind !== 'object' || waiting.length > MOST_ORDERS) continue
    const more = orders * arrangementsOf(value.members.length)
    if (more <= MOST_ORDERS) {
      orders = more
      if (value.members.length > 1) chosen.push(value)
    }
    waiting.push(...value.members.slice(0, MOST_ORDERS).map(([, member]) => member))
  }
  return chosen
}

/** One number stands for an order of each. */
function ordersOf(objects: ReadonlyArray<JsonObject>, order: number): ReadonlyMap<JsonSource, number> {
  let rest = order
  return new Map(
    objects.map((object) => {
      const count = arrangementsOf(object.members.length)
      const own = rest % count
      rest = Math.floor(rest / count)
      return [object, own] as const
    }),
  )
}

function rearranged(value: JsonSource, orders: ReadonlyMap<JsonSource, number>): JsonSource {
  if (value.kind === 'array') return { ...value, items: value.items.map((item) => rearranged(item, orders)) }
  if (value.kind !== 'object') return value
  const members = arranged(value.members, orders.get(value) ?? 0)
  return { ...value, members: members.map(([name, member]) => [name, rearranged(member, orders)] as const) }
}
