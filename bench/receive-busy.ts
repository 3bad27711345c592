import { startBareServer, startEngineServer } from './child-server.ts'
import { connectScreen } from './connect-screen.ts'
import { postLoad } from './post-load.ts'
import { compare } from './receive.ts'
import { withTemporaryFolder } from './temporary-folder.ts'

const STORED = 100_000

/** (b) The same while a screen is open and 100,000 captures are in the store. */
export function benchReceiveBusy(): Promise<string[]> {
  return withTemporaryFolder(async (folder) => {
    const [bare, engine] = await Promise.all([startBareServer(), startEngineServer(folder)])
    try {
      const screen = await connectScreen(engine.ui)
      // More than the default quota of an endpoint: retention works behind the receiver as it would for a user.
      await screen.call('settings.set', {
        retention: { maxAgeDays: null, maxCaptures: 10_000_000, maxBytes: 100 * 1024 ** 3 },
      })
      await postLoad(`http://127.0.0.1:${engine.port}/hook`, { amount: STORED })
      const watching = screen.watch()
      const lines = await compare('receive-busy', bare.port, engine.port)
      const events = await watching.stop()
      return [...lines, `receive-busy: the screen got ${events} events meanwhile`]
    } finally {
      await Promise.all([bare.stop(), engine.stop()])
    }
  })
}
