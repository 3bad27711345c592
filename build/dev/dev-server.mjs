import { join, sep } from 'node:path'
import { createServer } from 'vite'
import { projectRoot } from '../setup/project-root.mjs'
import { say } from '../setup/say.mjs'
import { EngineProxy } from './engine-proxy.mjs'
import { EngineRunner } from './engine-runner.mjs'

// `npm run dev`: the screen from source with hot reload, and the engine from source, started again when it changes.
// Runs under Node 24, which runs TypeScript as it is.

const engineFolders = ['electron', 'shared'].map((name) => join(projectRoot, name))
const settleMs = 200

const proxy = new EngineProxy()
const server = await createServer({
  configFile: join(projectRoot, 'vite.config.ts'),
  server: { host: '127.0.0.1' },
  plugins: [{ name: 'engine', configureServer: ({ middlewares }) => void middlewares.use(proxy.handle) }],
})
await server.listen()
const screen = server.resolvedUrls?.local[0] ?? ''

const engine = new EngineRunner([
  join(projectRoot, 'electron/cli/main.ts'),
  'serve',
  '--json',
  '--no-open',
  ...process.argv.slice(2),
])
let first = true
engine.onReady = (ready) => {
  const ui = new URL(ready.ui)
  proxy.pointAt(ui)
  say(first ? `the screen is at ${screen}${ui.hash} and the receiver at ${ready.receiver}` : 'the engine is up again')
  first = false
}
engine.start()

/** @type {NodeJS.Timeout | undefined} */
let settling
server.watcher.add(engineFolders)
server.watcher.on('all', (_event, path) => {
  if (!engineFolders.some((folder) => path.startsWith(folder + sep)) || !/(?<!\.test)\.ts$/.test(path)) return
  clearTimeout(settling)
  settling = setTimeout(() => void engine.restart(), settleMs)
})

let ending = false
for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, async () => {
    if (ending) return
    ending = true
    await Promise.all([engine.stop(), server.close()])
    process.exit(0)
  })
}
