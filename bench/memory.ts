import { startEngineServer } from './child-server.ts'
import { connectScreen } from './connect-screen.ts'
import { postLoad } from './post-load.ts'
import { keepEverything } from './receive.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const CAPTURES = 200_000
const MIB = 1024 * 1024

/** (c) Memory of the engine after 200,000 captures, none of them deleted, with a screen open. */
export function benchMemory(): Promise<string[]> {
  return withTemporaryFolder(async (folder) => {
    const engine = await startEngineServer(folder)
    try {
      const idle = engine.rss()
      const screen = await connectScreen(engine.ui)
      await keepEverything(screen)
      const watching = screen.watch()
      const { answered } = await postLoad(`http://127.0.0.1:${engine.port}/hook`, { amount: CAPTURES })
      await screen.call('captures.list', { limit: 500, text: 'nothing like it' })
      const after = engine.rss()
      await watching.stop()
      const mib = (bytes: number) => `${Math.round(bytes / MIB)} MiB`
      return [`memory: ${mib(idle)} idle, ${mib(after)} after ${answered} captures (limit 300 MiB)`]
    } finally {
      await engine.stop()
    }
  })
}
