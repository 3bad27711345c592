import { setTimeout as sleep } from 'node:timers/promises'
import type { CallInput, CallOutput } from '../../shared/contract/contract.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { startEngine } from '../engine/engine.ts'
import { openLog } from '../engine/log/rotating-log.ts'
import { type EngineClient, findRunningEngine } from '../transport/http/client.ts'
import { type CaptureReader, callHandlers, openCaptureReader, readerFromClient, wholeContent } from './engine-access.ts'

export type ReplayChannel = 'replay.send' | 'replay.cancel' | 'secrets.list' | 'signature.check'

/** Sends deliveries, through the running engine or an engine of its own. */
export interface Replayer {
  readonly reader: CaptureReader
  call<C extends ReplayChannel>(channel: C, input: CallInput<C>): Promise<CallOutput<C>>
  upload(bytes: AsyncIterable<Uint8Array>): Promise<{ uploadId: string }>
  close(): Promise<void>
}

/** Another command may hold the folder for as long as its delivery takes; an engine, until it can be spoken to. */
const LOCK_WAIT_MS = 5_000
const LOCK_RETRY_MS = 100

export async function openReplayer(dataFolder: string): Promise<Replayer> {
  for (const giveUpAt = performance.now() + LOCK_WAIT_MS; ; ) {
    const running = await findRunningEngine(dataFolder)
    if (running !== null) return replayerFromClient(running.client)
    await expectCaptures(dataFolder)
    try {
      return await startReplayer(dataFolder)
    } catch (error) {
      const isHeld = error instanceof AppError && error.kind === 'conflict'
      if (!isHeld || performance.now() > giveUpAt) throw error
      await sleep(LOCK_RETRY_MS)
    }
  }
}

function replayerFromClient(client: EngineClient): Replayer {
  return {
    reader: readerFromClient(client),
    call: client.call,
    upload: (bytes) => client.upload(bytes),
    close: async () => {},
  }
}

/** Starting an engine makes a data folder; a mistyped one should rather be reported. */
async function expectCaptures(dataFolder: string): Promise<void> {
  const reader = await openCaptureReader(dataFolder)
  if (reader === null) throw new AppError('not-found', `There are no captures in ${dataFolder} yet.`)
  await reader.close()
}

/** An engine that receives nothing: it takes the folder's lock, which writing the delivery needs. */
async function startReplayer(dataFolder: string): Promise<Replayer> {
  const log = openLog(dataFolder)
  const engine = await startEngine({ dataFolder, receiver: null, log }).catch(async (error: unknown) => {
    await log.close()
    throw error
  })
  const call = callHandlers(engine.handlers)
  return {
    reader: {
      call,
      content: async (ref) => wholeContent(await engine.openContent(ref)),
      close: async () => {},
    },
    call,
    upload: (bytes) => engine.receiveUpload(bytes),
    close: async () => {
      await engine.close()
      await log.close()
    },
  }
}
