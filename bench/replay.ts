import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { ByteBudget } from '../electron/engine/replay/byte-budget.ts'
import { ReplayService } from '../electron/engine/replay/replay-service.ts'
import type { DeliveryStore } from '../electron/engine/store/delivery-record.ts'
import type { ReplayRun } from '../shared/delivery/replay-request.ts'
import { LIMITS } from '../shared/limits.ts'

/** As many at once as `autocannon -c 32 -p 1` has. */
const AT_ONCE = 32
/** Rounds of each, in turn, so that both meet the same moods of the machine. */
const ROUNDS = 3

export interface ReplayBenchOptions {
  readonly store: DeliveryStore
  /** Captures to replay, POSTs of 1 KB each: they are sent over and over. */
  readonly captureIds: ReadonlyArray<string>
  /** How long each round lasts. */
  readonly seconds?: number
}

export interface ReplayBenchResult {
  /** Replays a second, each sent, answered and kept. Medians over the rounds. */
  readonly replaysPerSecond: number
  readonly autocannonPerSecond: number
  readonly ratio: number
}

/** Replays, 32 at once and kept in the store given, against autocannon with as many connections at the same target. */
export async function benchReplay({ store, captureIds, seconds = 3 }: ReplayBenchOptions): Promise<ReplayBenchResult> {
  const target = await startTarget()
  try {
    const url = `http://127.0.0.1:${target.port}/hook`
    const rates = { replay: [] as number[], autocannon: [] as number[] }
    await replayFor(store, captureIds, url, 500)
    for (let round = 0; round < ROUNDS; round++) {
      rates.autocannon.push(await autocannonFor(url, seconds))
      rates.replay.push(await replayFor(store, captureIds, url, seconds * 1000))
    }
    const replaysPerSecond = median(rates.replay)
    const autocannonPerSecond = median(rates.autocannon)
    return { replaysPerSecond, autocannonPerSecond, ratio: replaysPerSecond / autocannonPerSecond }
  } finally {
    target.process.stdin?.end()
    await once(target.process, 'exit')
  }
}

/** Runs of replays, one after another, until the time is up. */
async function replayFor(
  store: DeliveryStore,
  captureIds: ReadonlyArray<string>,
  url: string,
  ms: number,
): Promise<number> {
  let onEnd: (run: ReplayRun) => void = () => {}
  const service = new ReplayService({
    store,
    log: { info() {}, warn: (message) => console.warn(message), error: console.error },
    budget: new ByteBudget(LIMITS.bodiesInFlightBytes),
    readUpload: async () => null,
    targetSettings: async () => ({ allowSelfSigned: false }),
    onUsed: () => {},
    onRun: (run) => {
      if (run.state !== 'running') onEnd(run)
    },
  })
  const batch = Array.from({ length: 10_000 }, (_, index) => captureIds[index % captureIds.length] as string)
  const startedAt = performance.now()
  let answered = 0
  while (performance.now() - startedAt < ms) {
    const ended = new Promise<ReplayRun>((resolve) => {
      onEnd = resolve
    })
    await service.startRun({ captureIds: batch, url, atOnce: AT_ONCE })
    const run = await ended
    if (run.failed > 0) throw new Error(`${run.failed} replays of ${run.total} failed`)
    answered += run.answered
  }
  const rate = answered / ((performance.now() - startedAt) / 1000)
  await service.close()
  return rate
}

async function autocannonFor(url: string, seconds: number): Promise<number> {
  const result = await autocannon({
    url,
    connections: AT_ONCE,
    pipelining: 1,
    duration: seconds,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: 'x'.repeat(1013) }),
  })
  return result.requests.average
}

async function startTarget(): Promise<{ process: ChildProcess; port: number }> {
  const file = fileURLToPath(new URL('target-server.ts', import.meta.url))
  const target = spawn(process.execPath, [file], { stdio: ['pipe', 'pipe', 'inherit'] })
  if (target.stdout === null) throw new Error('The target has no output to read its port from')
  const [port] = (await once(createInterface({ input: target.stdout }), 'line')) as [string]
  return { process: target, port: Number(port) }
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}
