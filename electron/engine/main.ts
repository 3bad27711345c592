import { setTimeout } from 'node:timers/promises'
import { AppError, type CallError } from '../../shared/contract/errors.ts'
import { askedOption, askedReceiver } from '../app-options.ts'
import { dataFolder as chooseDataFolder } from '../data-folder.ts'
import { endOnCrash } from '../end-on-crash.ts'
import { openControlSide } from '../transport/http/control-side.ts'
import { nameHolder } from '../transport/http/name-holder.ts'
import { isKind } from '../transport/ipc/ipc-messages.ts'
import { serveIpc } from '../transport/ipc/ipc-server.ts'
import type { EngineLifeMessage, ShellLifeMessage } from '../transport/ipc/life-messages.ts'
import { parentChannel } from '../transport/ipc/parent-channel.ts'
import { logFaults } from '../transport/log-faults.ts'
import { openLog } from './log/rotating-log.ts'
import { startRestorableEngine } from './restorable-engine.ts'

// The engine's process on the desktop. The shell starts it, speaks to it over the pipe, and tells it when to end.

const FAREWELL_MS = 2_000

const channel = parentChannel()
if (channel === null) {
  process.stderr.write(
    'This is the engine of the desktop app, which starts it. For a terminal there is: hookbench serve\n',
  )
  process.exit(2)
}

const dataFolder = chooseDataFolder({ asked: askedOption(process.argv, 'data') })
const log = openLog(dataFolder)
endOnCrash(async (error) => {
  log.error('The engine crashed', error)
  await log.close()
})

const stopping = new Promise<void>((resolve) => {
  channel.onMessage((message) => {
    if (isKind<ShellLifeMessage>(message, ['stop'])) resolve()
  })
  // The shell died: nobody would end us, and its next start needs the folder.
  channel.onClose(resolve)
  process.once('SIGTERM', () => resolve())
})
// Ctrl-C in a terminal reaches the shell as well, and ending is the shell's to order.
process.on('SIGINT', () => {})

try {
  await run()
} catch (error) {
  tell({ kind: 'failed', error: await describe(error) })
  process.exitCode = 1
  // Ending now could lose the message; the shell answers it with `stop`.
  await Promise.race([stopping, setTimeout(FAREWELL_MS)])
} finally {
  await log.close()
}
// Electron's pipe would keep the process alive.
process.exit()

async function run(): Promise<void> {
  const engine = await startRestorableEngine({ dataFolder, receiver: askedReceiver(process.argv), log })
  try {
    const { version, receiver } = engine.state()
    const reportFault = logFaults(log)
    const control = await openControlSide({
      door: engine,
      reportFault,
      dataFolder,
      version,
      receiverPort: receiver.port,
      screen: null,
    })
    try {
      if (channel) serveIpc(engine, channel, reportFault)
      engine.reopenTunnel()
      tell({ kind: 'ready', socketPath: control.socketPath, token: control.token })
      await stopping
    } finally {
      await control.close()
    }
  } finally {
    await engine.close()
  }
}

function tell(message: EngineLifeMessage): void {
  channel?.post(message)
}

async function describe(error: unknown): Promise<CallError> {
  const named = await nameHolder(error, dataFolder)
  if (named instanceof AppError) return { kind: named.kind, message: named.message }
  log.error('The engine could not start', error)
  return { kind: 'bug', message: 'The engine could not start. The log says why; please report it.' }
}
