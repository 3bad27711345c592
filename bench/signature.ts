import { createHmac } from 'node:crypto'
import { nodeCrypto } from '../electron/engine/signature/node-crypto.ts'
import type { HeaderPairs } from '../shared/http/header-pairs.ts'
import { providerById } from '../shared/signature/catalogue/catalogue.ts'
import { checkSignature } from '../shared/signature/check-signature.ts'
import { median } from './median.ts'

const SECRET = 'whsec_of_a_benchmark_that_signs_nothing_else'
const SIGNED_AT = 1_767_225_600
/** Short rounds, each of both in turn, so that both meet the same moods of the machine. */
const ROUNDS = 61
const CHECKS = 4_000

/** (f) Checks of a 2 KB Stripe request, with their working, against a bare HMAC of the same bytes. */
export async function benchSignature(): Promise<string[]> {
  const body = Buffer.from(JSON.stringify({ id: 'evt_1', type: 'payment_intent.succeeded', data: 'x'.repeat(1980) }))
  const signed = Buffer.concat([Buffer.from(`${SIGNED_AT}.`), body])
  const bare = () => createHmac('sha256', SECRET).update(signed).digest('hex')
  const check = checkOf(body, bare())
  const rates: { bare: number; check: number }[] = []
  for (let round = 0; round < ROUNDS; round++) rates.push({ bare: perSecond(bare), check: perSecond(check) })
  // The first rounds meet code that is not compiled yet.
  const warm = rates.slice(10)
  const ratio = median(warm.map((rate) => rate.check / rate.bare))
  const checks = Math.round(median(warm.map((rate) => rate.check)))
  const hmacs = Math.round(median(warm.map((rate) => rate.bare)))
  return [`signature: ${checks} checks/s of ${body.length} bytes, bare HMAC ${hmacs}/s, ratio ${ratio.toFixed(2)}`]
}

function checkOf(body: Uint8Array, signature: string): () => void {
  const provider = providerById('stripe')
  if (provider === undefined) throw new Error('Stripe is missing from the catalogue')
  const headers: HeaderPairs = [
    ['Host', 'hooks.example.test'],
    ['User-Agent', 'Stripe/1.0 (+https://stripe.com/docs/webhooks)'],
    ['Content-Length', String(body.length)],
    ['Accept', '*/*; q=0.5, application/xml'],
    ['Cache-Control', 'no-cache'],
    ['Content-Type', 'application/json; charset=utf-8'],
    ['Stripe-Signature', `t=${SIGNED_AT},v1=${signature}`],
    ['Accept-Encoding', 'gzip'],
  ]
  const request = { method: 'POST', target: '/stripe', headers, body, publicUrl: null }
  const keys = [{ name: 'live', value: SECRET }]
  const context = { now: SIGNED_AT * 1000, providerIs: 'set' } as const
  return () => {
    const { verdict } = checkSignature(request, { provider }, keys, context, nodeCrypto)
    if (verdict !== 'valid') throw new Error(`The benchmark's own request is ${verdict}`)
  }
}

function perSecond(work: () => unknown): number {
  const started = performance.now()
  for (let count = 0; count < CHECKS; count++) work()
  return (CHECKS * 1000) / (performance.now() - started)
}
