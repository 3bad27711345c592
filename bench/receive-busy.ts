import { startBareServer, startEngineServer } from './child-server.ts'
import { connectScreen } from './connect-screen.ts'
import { postLoad } from './post-load.ts'
import { compareAsSenders, keepEverything } from './receive.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const STORED = 100_000

/** (b) The same while a screen is open and 100,000 captures are in the store. */
export function benchReceiveBusy(): Promise<string[]> {
  return withTemporaryFolder(async (folder) => {
    const [bare, engine] = await Promise.all([startBareServer(), startEngineServer(folder)])
    try {
      const screen = await connectScreen(engine.ui)
      await keepEverything(screen)
      await postLoad(`http://127.0.0.1:${engine.port}/hook`, { amount: STORED })
      const watching = screen.watch()
      const lines = await compareAsSenders('receive-busy', bare, engine)
      const events = await watching.stop()
      return [...lines, `receive-busy: the screen got ${events} events meanwhile`]
    } finally {
      await Promise.all([bare.stop(), engine.stop()])
    }
  })
}
