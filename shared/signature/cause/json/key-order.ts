import type { JsonObject } from './json-source.ts'

/** Puts the names of an object, at a path, into the order that they probably had. */
export type KeyOrder = (names: ReadonlyArray<string>, object: JsonObject) => ReadonlyArray<string>

/**
 * Names in the order that programs like: what it is, what it is called, how much, how it stands, when it was, what it holds.
 * `*` is for names that are not here, which stay as they are, `*id` for other ids.
 */
const USUAL = `specversion event_id id uuid *id object entity action event event_type type topic kind source api_version
  version ref zen number login node_id name first_name last_name full_name title email phone sku code description message
  subject text body value repository * quantity qty price unit_price subtotal tax amount total total_price currency status
  state url html_url created occurred_at timestamp time date created_at updated_at livemode pending_webhooks sender
  attributes details data payload items line_items metadata meta links _links`

const RANKS: ReadonlyMap<string, number> = new Map(USUAL.split(/\s+/).map((name, rank) => [name, rank] as const))

export const usualOrder: KeyOrder = (names) => names.toSorted((left, right) => rankOf(left) - rankOf(right))

function rankOf(name: string): number {
  const plain = name.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
  return RANKS.get(plain) ?? RANKS.get(/(?:_id|^id_)/.test(plain) ? '*id' : '*') ?? 0
}

/** These names first, and all others by the alphabet, as Stripe writes, and who follows it. */
function alphabeticalAfter(...first: ReadonlyArray<string>): KeyOrder {
  return (names) => {
    const there = first.filter((name) => names.includes(name))
    return [...there, ...names.filter((name) => !there.includes(name)).sort()]
  }
}

/** What programs that sort, or whose keys a proxy sorted, may have had before; the likely ones first. */
export const usualOrders: ReadonlyArray<KeyOrder> = [
  usualOrder,
  alphabeticalAfter('id', 'object'),
  alphabeticalAfter('id', 'type'),
  alphabeticalAfter('type', 'id'),
  alphabeticalAfter('event', 'type', 'id'),
  (names) => names.toReversed(),
]
