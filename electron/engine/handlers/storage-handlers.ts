import type { Handlers } from '../../../shared/contract/contract.ts'
import type { StorageService } from '../storage/storage-service.ts'

type StorageChannel = Extract<keyof Handlers, `storage.${string}`>

/** `restore` ends the engine that answers and starts another. */
export function storageHandlers(
  storage: StorageService,
  restore: (backup: string) => Promise<{ setAside: string }>,
): Pick<Handlers, StorageChannel> {
  return {
    'storage.usage': () => storage.usage(),
    'storage.compact': () => storage.compact(),
    'storage.backup': () => storage.backup(),
    'storage.backups': () => storage.backups(),
    'storage.cancel': () => {
      storage.cancel()
      return {}
    },
    'storage.deleteFile': async ({ name }) => {
      await storage.deleteFile(name)
      return {}
    },
    'storage.restore': async ({ name }) => restore(await storage.checked(name)),
  }
}
