import { LIMITS } from '../../../shared/limits.ts'
import type { RedactionOrder } from '../redact/new-redaction.ts'
import { savedSecrets } from '../redact/saved-secrets.ts'
import { ExportService } from '../share/export-service.ts'
import { ImportService } from '../share/import-service.ts'
import { StorageService } from '../storage/storage-service.ts'
import { Retention } from '../store/retention.ts'
import type { RetentionRules } from '../store/retention-limits.ts'
import { UploadStore } from '../uploads/upload-store.ts'
import type { Foundation } from './foundation.ts'
import type { LookingThrough } from './looking-through.ts'

const FIRST_DELETION = 'first-deletion-told'

export interface Keeping {
  readonly retention: Retention
  readonly storage: StorageService
  readonly exports: ExportService
  readonly imports: ImportService
  readonly importUploads: UploadStore
  /** What is taken out of what is to be shared. */
  redaction(): RedactionOrder
  start(): void
}

/** What becomes of captures that are kept: deleted when they are too many, backed up, carried out and in. */
export function composeKeeping(
  { dataFolder, store, settings, secretBox, signings, endpoints, hub, tell, feed, notices, ongoing, log }: Foundation,
  { signing, searchIndex, arrived }: LookingThrough,
): Keeping {
  const rules = (): RetentionRules => ({ settings: settings.get().retention, endpoints: endpoints.all() })
  const redaction = () => ({ rules: settings.get().redaction, secrets: savedSecrets(store, secretBox) })

  const tellFirstDeletion = (reason: string): void => {
    if (store.meta.get(FIRST_DELETION) !== null) return
    notices.add(`The oldest captures are being deleted: ${reason}. Change this in Settings, or pin what must stay.`)
    store.queue
      .write(() => store.meta.set(FIRST_DELETION, new Date().toISOString()))
      .catch((error: unknown) => log.warn('Could not note the first deletion', { error: String(error) }))
  }
  const erased = (ids: ReadonlyArray<string>): void => {
    feed.gone(ids)
    searchIndex.deleted()
    tell.endpoints()
  }
  const retention = new Retention(store, rules, { erased, firstTime: tellFirstDeletion }, log)
  const storage = new StorageService({
    store,
    dataFolder,
    endpoints: () => endpoints.list(),
    progress: (upkeep) => ongoing.show({ upkeep }),
    log,
  })
  const exports = new ExportService({
    dataFolder,
    log,
    onJob: (job) => hub.publish({ event: 'export.job', job }),
    redaction,
  })
  const importUploads = new UploadStore(dataFolder, { folder: 'imports', bytes: LIMITS.importBytes })
  const imports = new ImportService({
    store,
    dataFolder,
    uploads: importUploads,
    endpoints,
    signings,
    room: () => ({ rules: rules(), counts: store.counts, usedBytes: store.pages.usedBytes, now: Date.now() }),
    log,
    onJob: (job) => hub.publish({ event: 'import.job', job }),
    revealed: (seqs) => {
      feed.touch(seqs)
      tell.endpoints()
      arrived(seqs.at(-1) ?? 0)
    },
    dropped: (ids) => {
      feed.gone(ids)
      tell.endpoints()
    },
    ignoreRulesChanged: () => hub.publish({ event: 'ignoreRules.changed', rules: store.ignoreRules.all() }),
    providerSet: (slug) => {
      signing.recheck(slug).catch((error: unknown) => log.error('Imported captures could not be checked anew', error))
    },
  })
  return {
    retention,
    storage,
    exports,
    imports,
    importUploads,
    redaction,
    start: () => {
      retention.start()
      imports.start()
      void store.chunks.sweep()
    },
  }
}
