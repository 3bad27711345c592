import { type ChildServer, startBareServer, startEngineServer } from './child-server.ts'
import { type BenchScreen, connectScreen } from './connect-screen.ts'
import { median } from './median.ts'
import { type LoadResult, postAsSenders, postLoad } from './post-load.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const ROUNDS = 5
const SECONDS = 3

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

/** Rounds of both in turn, so that they meet the same moods of the machine. */
async function compare(
  name: string,
  load: (server: ChildServer, seconds: number) => Promise<LoadResult>,
  bareServer: ChildServer,
  engineServer: ChildServer,
): Promise<string[]> {
  const bare: LoadResult[] = []
  const engine: LoadResult[] = []
  // What is checked behind the answers, when they stop, must not run into the other's round.
  const loadAlone = async (server: ChildServer, seconds: number): Promise<LoadResult> => {
    const result = await load(server, seconds)
    await server.settled()
    return result
  }
  for (const server of [bareServer, engineServer]) await loadAlone(server, 1)
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await loadAlone(bareServer, SECONDS))
    engine.push(await loadAlone(engineServer, SECONDS))
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
