import { parentPort, workerData } from 'node:worker_threads'
import { portLog } from '../log/port-log.ts'
import { newId } from '../new-id.ts'
import { openReadingDatabase } from '../store/open-database.ts'
import { ReadConnection } from '../store/read-connection.ts'
import { requestQueries } from '../store/request-queries.ts'
import { holdTickClass } from '../threads/hold-tick-class.ts'
import { ByteBudget } from './byte-budget.ts'
import type { FromRunThread, RunOrder, ToRunThread } from './run-messages.ts'
import { RunSender } from './run-sender.ts'

// The runs' own thread: reads captures and sends them, while the engine's thread writes what came of those before.

const port = parentPort
if (port === null) throw new Error('This file is a worker thread; start it as one')
holdTickClass()
const { dataFolder, budgetBytes } = workerData as { dataFolder: string; budgetBytes: number }
// Each commit of the engine makes what was cached worthless, and captures are read once.
const db = openReadingDatabase(dataFolder, { cacheKib: 1024 })
const { requests } = requestQueries(new ReadConnection(db))
const budget = new ByteBudget(budgetBytes)
const send = (message: FromRunThread, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer)
const log = portLog((line) => send({ kind: 'log', line }))
const runs = new Map<string, RunSender>()

port.on('message', (message: ToRunThread) => {
  switch (message.kind) {
    case 'start':
      void run(message.order)
      return
    case 'cancel':
      runs.get(message.runId)?.cancel()
      return
    case 'written':
      runs.get(message.runId)?.written()
      return
    case 'close':
      db.close()
      port.close()
  }
})

async function run(order: RunOrder): Promise<void> {
  const { id: runId } = order
  const sender = new RunSender(order, {
    read: requests,
    budget,
    log,
    newId,
    now: Date.now,
    handOver: (batch) => send({ kind: 'batch', runId, batch }, [batch.deliveries.bytes]),
  })
  runs.set(runId, sender)
  let problem: string | null = null
  try {
    await sender.run()
  } catch (error) {
    log.error('A run of replays failed', error, { run: runId })
    problem = 'An error in Hookbench stopped it; the log says more.'
  }
  runs.delete(runId)
  send({ kind: 'ended', runId, problem })
}
