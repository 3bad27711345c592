import { setTimeout as sleep } from 'node:timers/promises'
import { type ChildServer, startBareServer, startEngineServer } from './child-server.ts'
import { type BenchScreen, connectScreen } from './connect-screen.ts'
import { median } from './median.ts'
import { type LoadResult, postAsSenders, postLoad } from './post-load.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const ROUNDS = 6
const SECONDS = 3
const REST_MS = 2000

/** (a) The receiver against a bare server: posted to by ordinary senders, and by a client that saturates both. */
export function benchReceive(): Promise<string[]> {
  return withTemporaryFolder(async (folder) => {
    const [bare, engine] = await Promise.all([startBareServer(), startEngineServer(folder)])
    try {
      await keepEverything(await connectScreen(engine.ui))
      return [
        ...(await compareAsSenders('receive', bare, engine)),
        ...(await compareSaturated('receive-saturated', bare, engine)),
      ]
    } finally {
      await Promise.all([bare.stop(), engine.stop()])
    }
  })
}

/** Receiving alone: what retention does behind it is measured by nobody's ratio. */
export async function keepEverything(screen: BenchScreen): Promise<void> {
  await screen.call('settings.set', {
    retention: { maxAgeDays: null, maxCaptures: 100_000_000, maxBytes: 1000 * 1024 ** 3 },
  })
}

export function compareAsSenders(name: string, bare: ChildServer, engine: ChildServer): Promise<string[]> {
  return compare(name, (server, seconds) => postAsSenders(server.port, seconds), bare, engine)
}

function compareSaturated(name: string, bare: ChildServer, engine: ChildServer): Promise<string[]> {
  return compare(name, (server, seconds) => postLoad(`http://127.0.0.1:${server.port}/hook`, { seconds }), bare, engine)
}

/**
 * Rounds of both in turn, so that they meet the same moods of the machine: each after the same rest, since a machine that
 * was idle goes faster for a while (virtual ones by what they are allowed to use), and each of them first in every other round.
 */
async function compare(
  name: string,
  load: (server: ChildServer, seconds: number) => Promise<LoadResult>,
  bareServer: ChildServer,
  engineServer: ChildServer,
): Promise<string[]> {
  const bare: LoadResult[] = []
  const engine: LoadResult[] = []
  const loadRested = async (server: ChildServer, seconds: number): Promise<LoadResult> => {
    // What is checked behind the answers, when they stop, must not run into the other's round.
    await engineServer.settled()
    await sleep(REST_MS)
    return load(server, seconds)
  }
  const loadBare = async () => bare.push(await loadRested(bareServer, SECONDS))
  const loadEngine = async () => engine.push(await loadRested(engineServer, SECONDS))
  for (const server of [bareServer, engineServer]) await loadRested(server, 1)
  for (let round = 0; round < ROUNDS; round++) {
    for (const next of round % 2 === 0 ? [loadBare, loadEngine] : [loadEngine, loadBare]) await next()
  }
  const ratios = engine.map((result, round) => result.perSecond / (bare[round] as LoadResult).perSecond)
  return [
    `${name}: bare       ${describe(bare)}`,
    `${name}: hookbench  ${describe(engine)}`,
    `${name}: ratio      ${median(ratios).toFixed(2)} (rounds ${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`,
  ]
}

function describe(results: ReadonlyArray<LoadResult>): string {
  const of = (pick: (result: LoadResult) => number) => median(results.map(pick))
  return `${Math.round(of(({ perSecond }) => perSecond))}/s, p50 ${of(({ p50 }) => p50).toFixed(2)} ms, p99 ${of(({ p99 }) => p99).toFixed(2)} ms`
}
