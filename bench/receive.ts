import { startBareServer, startEngineServer } from './child-server.ts'
import { median } from './median.ts'
import { type LoadResult, postLoad } from './post-load.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const ROUNDS = 5
const SECONDS = 3

/** (a) The receiver against a bare server, in turn. */
export function benchReceive(): Promise<string[]> {
  return withTemporaryFolder(async (folder) => {
    const [bare, engine] = await Promise.all([startBareServer(), startEngineServer(folder)])
    try {
      return await compare('receive', bare.port, engine.port)
    } finally {
      await Promise.all([bare.stop(), engine.stop()])
    }
  })
}

/** Rounds of both in turn, so that they meet the same moods of the machine. */
export async function compare(name: string, barePort: number, enginePort: number): Promise<string[]> {
  const bare: LoadResult[] = []
  const engine: LoadResult[] = []
  await postLoad(`http://127.0.0.1:${barePort}/hook`, { seconds: 1 })
  await postLoad(`http://127.0.0.1:${enginePort}/hook`, { seconds: 1 })
  for (let round = 0; round < ROUNDS; round++) {
    bare.push(await postLoad(`http://127.0.0.1:${barePort}/hook`, { seconds: SECONDS }))
    engine.push(await postLoad(`http://127.0.0.1:${enginePort}/hook`, { seconds: SECONDS }))
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
  return `${Math.round(of(({ perSecond }) => perSecond))}/s, p50 ${of(({ p50 }) => p50)} ms, p99 ${of(({ p99 }) => p99)} ms`
}
