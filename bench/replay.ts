import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import autocannon from 'autocannon'
import { type Engine, startEngine } from '../electron/engine/engine.ts'
import type { ReplayRun } from '../shared/delivery/replay-request.ts'
import { median } from './median.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

/** As many at once as `autocannon -c 32 -p 1` has. */
const AT_ONCE = 32
/** Rounds of each, in turn, so that both meet the same moods of the machine. */
const ROUNDS = 5
const SECONDS = 2
const CAPTURES = 2000
/** Captures of one run: long enough that its beginning and end do not count. */
const RUN = 10_000

export interface ReplayBenchResult {
  /** Replays a second, each sent, answered and on disk. Medians over the rounds, as is the ratio of each. */
  readonly replaysPerSecond: number
  readonly autocannonPerSecond: number
  readonly ratio: number
}

/** What is sent to: a handler of webhooks, or a bare server that does nothing with them. */
export type TargetKind = 'handler' | 'bare'

/** (e) Replays of 1 KB, 32 at once and kept, against autocannon with as many connections at the same target. */
export function benchReplay(kind: TargetKind): Promise<ReplayBenchResult> {
  return withTemporaryFolder((dataFolder) => benchReplayIn(dataFolder, kind))
}

async function benchReplayIn(dataFolder: string, kind: TargetKind): Promise<ReplayBenchResult> {
  const target = await startTarget(kind)
  const engine = await startEngine({ dataFolder, receiver: { port: 0 }, log: SILENT })
  try {
    const url = `http://127.0.0.1:${target.port}/hook`
    const captureIds = await fillEngine(engine)
    const rates = { replay: [] as number[], autocannon: [] as number[] }
    await replayFor(engine, captureIds, url, 500)
    for (let round = 0; round < ROUNDS; round++) {
      rates.autocannon.push(await post(url, { duration: SECONDS }))
      rates.replay.push(await replayFor(engine, captureIds, url, SECONDS * 1000))
    }
    return {
      replaysPerSecond: median(rates.replay),
      autocannonPerSecond: median(rates.autocannon),
      ratio: median(rates.replay.map((rate, round) => rate / (rates.autocannon[round] ?? Number.NaN))),
    }
  } finally {
    await engine.close()
    target.process.stdin?.end()
    await once(target.process, 'exit')
  }
}

/** Receives the captures to replay, as any others. */
async function fillEngine(engine: Engine): Promise<string[]> {
  const [url] = engine.state().receiver.urls
  if (url === undefined) throw new Error('The receiver has no URL')
  await post(`${url}/hook`, { amount: CAPTURES })
  const ids: string[] = []
  let before: number | undefined
  do {
    const page = await engine.handlers['captures.list']({ limit: 500, before })
    ids.push(...page.captures.map(({ id }) => id))
    before = page.next ?? undefined
  } while (before !== undefined)
  return ids
}

/** Runs of replays, one after another, until the time is up. */
async function replayFor(engine: Engine, ids: ReadonlyArray<string>, url: string, ms: number): Promise<number> {
  const captureIds = Array.from({ length: RUN }, (_, index) => ids[index % ids.length] as string)
  const startedAt = performance.now()
  let answered = 0
  while (performance.now() - startedAt < ms) {
    const run = await oneRun(engine, captureIds, url)
    if (run.failed > 0) throw new Error(`${run.failed} replays of ${run.total} failed`)
    answered += run.answered
  }
  return answered / ((performance.now() - startedAt) / 1000)
}

function oneRun(engine: Engine, captureIds: string[], url: string): Promise<ReplayRun> {
  return new Promise((resolve, reject) => {
    const unsubscribe = engine.subscribe((event) => {
      if (event.event !== 'replay.run' || event.run.state === 'running') return
      unsubscribe()
      resolve(event.run)
    })
    Promise.resolve(engine.handlers['replay.startRun']({ captureIds, url, atOnce: AT_ONCE })).catch(reject)
  })
}

async function post(url: string, length: { duration: number } | { amount: number }): Promise<number> {
  const { requests } = await autocannon({
    ...length,
    url,
    connections: AT_ONCE,
    pipelining: 1,
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: 'x'.repeat(1013) }),
  })
  return requests.average
}

async function startTarget(kind: TargetKind): Promise<{ process: ChildProcess; port: number }> {
  const file = fileURLToPath(new URL('target-server.ts', import.meta.url))
  const target = spawn(process.execPath, [file, `--${kind}`], { stdio: ['pipe', 'pipe', 'inherit'] })
  if (target.stdout === null) throw new Error('The target has no output to read its port from')
  const [port] = (await once(createInterface({ input: target.stdout }), 'line')) as [string]
  return { process: target, port: Number(port) }
}

const SILENT = {
  file: '',
  tail: async () => [],
  info() {},
  warn: (message: string) => console.warn(message),
  error: (message: string, error: unknown) => console.error(message, error),
}
