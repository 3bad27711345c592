import { quietLog } from '../../testing/quiet-log.ts'
import { openStore } from '../store.ts'

// Holds a data folder until it is killed, or told to let go; for tests of the lock.
try {
  const store = openStore(process.argv[2] ?? '', quietLog())
  process.on('message', () => {
    store
      .close()
      .then(() => process.exit(0))
      .catch(() => process.exit(1))
  })
  process.send?.('held')
} catch (error) {
  process.send?.({ kind: (error as { kind?: string }).kind, message: (error as Error).message })
  process.disconnect?.()
}
