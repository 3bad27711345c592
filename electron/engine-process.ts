import { app, utilityProcess } from 'electron'
import { AppError } from '../shared/contract/errors.ts'
import type { EngineChannel, EngineLaunch } from './engine-channel.ts'
import { engineEnvironment } from './engine-environment.ts'
import { EngineExit } from './engine-exit.ts'
import { ENGINE_NODE_FLAGS } from './engine-node-flags.ts'
import { launchUnderNode, projectNode } from './engine-under-node.ts'

/** better-sqlite3 13 needs it; Electron has it from 35 on. */
const NEEDED_NODE_API = 10

/** Starts the engine in a process of its own: Electron's, or Node's where this Electron is too old for the database. */
export function launchEngine(launch: EngineLaunch): EngineChannel {
  const chosenNode = app.isPackaged ? undefined : process.env.HOOKBENCH_ENGINE_NODE
  if (chosenNode) return launchUnderNode(chosenNode, launch)
  if (Number(process.versions.napi) >= NEEDED_NODE_API) return launchUtility(launch)
  const node = projectNode(app.getAppPath())
  if (node === null) {
    throw new AppError(
      'unavailable',
      `Electron ${process.versions.electron} cannot load the database, and Node 24 is not installed beside it. Run npm install, or use Electron 35 or later.`,
    )
  }
  return launchUnderNode(node, launch)
}

function launchUtility({ entry, args }: EngineLaunch): EngineChannel {
  const child = utilityProcess.fork(entry, [...args], {
    serviceName: 'Hookbench engine',
    stdio: 'inherit',
    execArgv: [...ENGINE_NODE_FLAGS],
    env: engineEnvironment(process.env),
  })
  const exit = new EngineExit()
  child.once('exit', (code) => exit.happened(`ended with code ${code}`))
  return {
    post(message) {
      if (!exit.hasHappened) child.postMessage(message)
    },
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => exit.tell(() => listener()),
    onExit: (listener) => exit.tell(listener),
    kill() {
      // `child.kill()` is SIGTERM, which a stuck event loop may never see.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL')
    },
  }
}
