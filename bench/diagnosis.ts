import { createHmac } from 'node:crypto'
import { bodyCodecs } from '../electron/engine/signature/body-codecs.ts'
import { nodeCrypto } from '../electron/engine/signature/node-crypto.ts'
import { threadClock } from '../electron/engine/threads/thread-clock.ts'
import { providerById, providers } from '../shared/signature/catalogue/catalogue.ts'
import type { Cause } from '../shared/signature/cause/cause.ts'
import { diagnose } from '../shared/signature/cause/diagnose.ts'
import { DIAGNOSIS_MS } from '../shared/signature/cause/diagnosis-context.ts'
import { checkSignature } from '../shared/signature/check-signature.ts'
import { median } from './median.ts'

const SECRET = 'whsec_of_a_benchmark_that_signs_nothing_else'
const SIGNED_AT = 1_767_225_600
const BODY_BYTES = 64 * 1024
const ROUNDS = 41

/**
 * (g) Finding out why the signature of 64 KiB of JSON does not fit; first where nothing does, which costs most. In time of the
 * processor, which is what a diagnosis is allowed.
 */
export async function benchDiagnosis(): Promise<string[]> {
  const body = Buffer.from(largeJson())
  const amounts = Buffer.from(body.toString().replaceAll(':12.5,', ':12.50,'))
  const sorted = JSON.stringify(sortedKeys(JSON.parse(body.toString())))
  return [
    line('nothing fits', body, Buffer.from(body), 'a secret that nobody has'),
    line('newline added', body, Buffer.concat([body, Buffer.from('\n')]), SECRET),
    line('JSON written again', body, Buffer.from(JSON.stringify(JSON.parse(body.toString()), null, 2)), SECRET),
    line('amounts lost their zeros', amounts, Buffer.from(JSON.stringify(JSON.parse(amounts.toString()))), SECRET),
    line('keys sorted', Buffer.from(JSON.stringify(inUsualOrder(sorted))), Buffer.from(sorted), SECRET),
  ]
}

/** Objects as providers send them, with what JSON writers spell in different ways. */
function largeJson(): string {
  const items: unknown[] = []
  let size = 0
  while (size < BODY_BYTES) {
    const id = items.length
    const item = { id, sku: `item_${id}`, price: 12.5, name: `Käse “${id}” & more`, url: `https://shop.test/p/${id}` }
    items.push(item)
    size += JSON.stringify(item).length + 1
  }
  return JSON.stringify({ id: 'evt_1', type: 'order.paid', items })
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([name, member]) => [name, sortedKeys(member)]),
  )
}

function inUsualOrder(sorted: string): unknown {
  const { id, type, items, ...rest } = JSON.parse(sorted) as { id: string; type: string; items: { id: number }[] }
  return { id, type, ...rest, items: items.map(({ id: own, ...item }) => ({ id: own, ...item })) }
}

function line(what: string, signed: Buffer, received: Buffer, secret: string): string {
  const provider = providerById('stripe')
  if (provider === undefined) throw new Error('Stripe is missing from the catalogue')
  const signature = createHmac('sha256', SECRET).update(`${SIGNED_AT}.`).update(signed).digest('hex')
  const request = {
    method: 'POST',
    target: '/stripe',
    headers: [
      ['Host', 'hooks.example.test'],
      ['Content-Type', 'application/json'],
      ['Stripe-Signature', `t=${SIGNED_AT},v1=${signature}`],
    ] as const,
    body: received,
    publicUrl: null,
  }
  const keys = [{ name: 'live', value: secret }]
  const check = { now: SIGNED_AT * 1000, providerIs: 'set' } as const
  const checked = checkSignature(request, { provider }, keys, check, nodeCrypto)
  const times: number[] = []
  let causes: ReadonlyArray<Cause> = []
  for (let round = 0; round < ROUNDS; round++) {
    const started = threadClock()
    causes = diagnose(
      request,
      checked,
      keys,
      {
        signer: { provider },
        check,
        otherKeys: [],
        providers,
        codecs: bodyCodecs,
        budget: { ms: DIAGNOSIS_MS, clock: threadClock },
      },
      nodeCrypto,
    )
    times.push(threadClock() - started)
  }
  const worst = Math.max(...times).toFixed(1)
  return `diagnosis: ${received.length} bytes, ${causes[0]?.code} (${what}): median ${median(times).toFixed(1)} ms, worst ${worst} ms (limit 50 ms of the processor)`
}
