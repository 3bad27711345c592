import { setTimeout } from 'node:timers/promises'
import { type LocaltunnelServer, startLocaltunnelServer } from '../electron/engine/tunnel/testing/localtunnel-server.ts'
import { publicUrlOf } from '../shared/tunnel/tunnel-state.ts'
import { type ChildServer, startEngineServer } from './child-server.ts'
import { type BenchScreen, connectScreen } from './connect-screen.ts'
import { median } from './median.ts'
import { type LoadResult, postAsSenders } from './post-load.ts'
import { keepEverything } from './receive.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const ROUNDS = 3
const SECONDS = 3
const WARM_UP = { requests: 10_000, reconnects: 10 }
const REQUESTS = 50_000
const RECONNECTS = 100
const MIB = 1024 * 1024

/** (f) Through a localtunnel on loopback against the receiver alone, and memory over many requests and reconnects. */
export function benchTunnel(): Promise<string[]> {
  return withTemporaryFolder(async (folder) => {
    const server = await startLocaltunnelServer()
    const engine = await startEngineServer(folder, ['--tunnel', '--tunnel-host', server.host, '--tunnel-probe', '0.2'])
    try {
      const screen = await connectScreen(engine.ui)
      await keepEverything(screen)
      return [...(await compare(engine, screen)), ...(await watchMemory(engine, screen, server))]
    } finally {
      await engine.stop()
      await server.kill()
    }
  })
}

async function compare(engine: ChildServer, screen: BenchScreen): Promise<string[]> {
  const url = await openUrl(screen)
  const through = (): Promise<LoadResult> => postAsSenders(Number(url.port), SECONDS, url.host)
  const direct = (): Promise<LoadResult> => postAsSenders(engine.port, SECONDS)
  const rounds: Array<{ through: LoadResult; direct: LoadResult }> = []
  await through()
  await direct()
  for (let round = 0; round < ROUNDS; round++) rounds.push({ direct: await direct(), through: await through() })
  const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick))
  const describe = (way: 'direct' | 'through') =>
    `${Math.round(of((round) => round[way].perSecond))}/s, p99 ${of((round) => round[way].p99).toFixed(1)} ms`
  const ratio = of((round) => round.through.perSecond / round.direct.perSecond)
  return [
    `tunnel: receiver alone  ${describe('direct')}`,
    `tunnel: localtunnel     ${describe('through')}, ratio ${ratio.toFixed(2)}`,
  ]
}

/** Warm first, so that what is compared is what grows. */
async function watchMemory(engine: ChildServer, screen: BenchScreen, server: LocaltunnelServer): Promise<string[]> {
  const use = async (requests: number, reconnects: number): Promise<number> => {
    for (let done = 0; done < reconnects; done++) await reconnect(screen, server)
    const url = await openUrl(screen)
    await postAsSenders(Number(url.port), { amount: requests }, url.host)
    return engine.rss()
  }
  const before = await use(WARM_UP.requests, WARM_UP.reconnects)
  const after = await use(REQUESTS, RECONNECTS)
  const mib = (bytes: number) => `${Math.round(bytes / MIB)} MiB`
  return [`tunnel: memory ${mib(before)} warm, ${mib(after)} after ${REQUESTS} requests and ${RECONNECTS} reconnects`]
}

async function reconnect(screen: BenchScreen, server: LocaltunnelServer): Promise<void> {
  const before = (await screen.call('engine.state', {})).tunnel
  const since = before.kind === 'open' ? before.since : null
  for (const name of server.names()) server.drop(name)
  for (;;) {
    const { tunnel } = await screen.call('engine.state', {})
    if (tunnel.kind === 'open' && tunnel.since !== since) return
    await setTimeout(20)
  }
}

async function openUrl(screen: BenchScreen): Promise<URL> {
  for (;;) {
    const url = publicUrlOf((await screen.call('engine.state', {})).tunnel)
    if (url !== null) return new URL(url)
    await setTimeout(20)
  }
}
