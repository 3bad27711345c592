import { parentPort, workerData } from 'node:worker_threads'
import { CaptureIdentifier } from '../events/capture-identifier.ts'
import { CheckedQueries } from '../store/checked-queries.ts'
import { EventLinkQueries } from '../store/event-link-queries.ts'
import { openReadingDatabase } from '../store/open-database.ts'
import { ReadConnection } from '../store/read-connection.ts'
import { CaptureChecker } from './capture-checker.ts'
import type { CheckerAnswer, CheckerMessage } from './checker-messages.ts'

// Signatures are checked on a thread of its own, with a read-only connection: the receiver never waits for one.
const db = openReadingDatabase((workerData as { dataFolder: string }).dataFolder)
const connection = new ReadConnection(db)
const checker = new CaptureChecker(
  new CheckedQueries(connection),
  new CaptureIdentifier(new EventLinkQueries(connection)),
)

parentPort?.on('message', (message: CheckerMessage | 'close') => {
  if (message === 'close') {
    db.close()
    parentPort?.close()
  } else if (message.kind === 'setups') {
    checker.set(message.setups)
  } else {
    parentPort?.postMessage(answer(message))
  }
})

function answer(message: Exclude<CheckerMessage, { kind: 'setups' }>): CheckerAnswer {
  const { id, fetched } = message
  try {
    switch (message.kind) {
      case 'scan':
        return { id, ok: true, value: checker.slice(message.scan, fetched) }
      case 'report':
        return { id, ok: true, value: checker.report(message.captureId, message.as, fetched, Date.now()) }
      case 'snippet':
        return { id, ok: true, value: checker.snippet(message.captureId, message.as, message.language, fetched) }
    }
  } catch (error) {
    // The stack names places in the code and nothing of what was checked.
    return { id, ok: false, message: String((error as Error).stack ?? error) }
  }
}
