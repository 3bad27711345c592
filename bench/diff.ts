import { create } from 'jsondiffpatch'
import microdiff from 'microdiff'
import { BodyPair } from '../shared/diff/compare-bodies.ts'
import { IgnoreRules } from '../shared/diff/ignore-rules.ts'
import { summaryLine } from '../shared/diff/summary-line.ts'
import { median } from './median.ts'

const BODY_BYTES = 5 * 1024 * 1024
const ROUNDS = 3
const encoder = new TextEncoder()

/** Two JSON bodies of 5 MB, from their bytes to what differs, as the screen does it; the others parse with JSON.parse. */
export async function benchDiff(): Promise<string[]> {
  const left = orders()
  return [
    compare('40 edits', left, edited(left)),
    compare(
      'every record edited',
      left,
      left.map((order) => ({ ...order, updated: order.updated + 1 })),
    ),
    compare('records reversed', left, left.toReversed()),
  ]
}

interface Order {
  readonly id: string
  readonly updated: number
  readonly amount: number
  readonly lines: ReadonlyArray<{ readonly sku: string; readonly quantity: number; readonly tags: string[] }>
}

/** Few and large: jsondiffpatch compares every record with every other, and runs out of memory on tens of thousands. */
function orders(): Order[] {
  const all: Order[] = []
  let size = 0
  while (size < BODY_BYTES) {
    const index = all.length
    const order = {
      id: `ord_${index}`,
      updated: 1_767_225_600 + index,
      amount: (index * 7919) % 100_000,
      lines: Array.from({ length: 80 }, (_, line) => ({
        sku: `sku_${index}_${line}`,
        quantity: 1 + (line % 9),
        tags: ['new', `group-${line % 40}`],
      })),
    }
    all.push(order)
    size += JSON.stringify(order).length + 1
  }
  return all
}

function edited(all: ReadonlyArray<Order>): Order[] {
  const result = [...all]
  for (let edit = 0; edit < 20; edit++) {
    const at = Math.floor((edit * all.length) / 20)
    const order = result[at]
    if (order !== undefined) result[at] = { ...order, amount: -1 }
    result.splice(at + 7, 1)
  }
  return result
}

function compare(what: string, left: ReadonlyArray<Order>, right: ReadonlyArray<Order>): string {
  const one = encoder.encode(JSON.stringify(left))
  const other = encoder.encode(JSON.stringify(right))
  const differ = create({ objectHash: (value) => String((value as { id?: string }).id) })
  let said = ''
  const ours = timed(() => {
    const sides = [one, other].map((bytes) => ({ bytes, contentType: 'application/json' })) as [Side, Side]
    const pair = new BodyPair(...sides, (label, options) => new TextDecoder(label, options))
    said = summaryLine(pair.compare(new IgnoreRules([])).counts)
  })
  const parsed = () => [one, other].map((bytes) => JSON.parse(new TextDecoder().decode(bytes)) as object)
  const patcher = timed(() => differ.diff(...(parsed() as [object, object])))
  const micro = timed(() => microdiff(...(parsed() as [object, object])))
  const ratio = (theirs: number) => (ours / theirs).toFixed(2)
  return (
    `diff: 5 MB, ${what} (${said}): ${ours.toFixed(0)} ms (limit 1000 ms), ratio to jsondiffpatch ` +
    `${ratio(patcher)} (${patcher.toFixed(0)} ms), to microdiff ${ratio(micro)} (${micro.toFixed(0)} ms, by index)`
  )
}

type Side = { readonly bytes: Uint8Array; readonly contentType: string }

function timed(work: () => void): number {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const started = performance.now()
    work()
    times.push(performance.now() - started)
    // One that takes long says enough at once.
    if ((times[0] ?? 0) > 10_000) break
  }
  return median(times)
}
