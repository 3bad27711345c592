import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../../../shared/contract/errors.ts'
import type { Backup, StorageUsage, Upkeep } from '../../../shared/storage/storage-usage.ts'
import type { Log } from '../log/log.ts'
import { makePrivateFolder } from '../private-folder.ts'
import type { Store } from '../store/store.ts'
import { runBackupThread } from './backup-thread.ts'
import { BACKUPS_FOLDER, backupName, dataFiles, listBackups, removableFile } from './data-files.ts'
import { makeBackup } from './make-backup.ts'

/** What one write job gives back: a few milliseconds. */
const VACUUM_PAGES = 64

export interface StorageServiceOptions {
  readonly store: Store
  readonly dataFolder: string
  readonly endpoints: () => ReadonlyArray<{ slug: string; captures: number; bytes: number }>
  /** How far it has come; null once it has ended. */
  readonly progress: (upkeep: Upkeep | null) => void
  readonly log: Log
}

/** What takes space in the data folder, and what can be done about it: compact, back up, delete what is not needed. */
export class StorageService {
  private readonly options: StorageServiceOptions
  private running: { readonly controller: AbortController; readonly ended: Promise<unknown> } | null = null

  constructor(options: StorageServiceOptions) {
    this.options = options
  }

  async usage(): Promise<StorageUsage> {
    const { store, dataFolder, endpoints } = this.options
    const deliveries = await this.deliveryBytes()
    const { bytes: bodies } = store.counts.total()
    return {
      dataFolder,
      files: await dataFiles(dataFolder),
      database: {
        bodies,
        deliveries,
        rest: Math.max(0, store.pages.usedBytes - bodies - deliveries),
        free: store.pages.free * store.pages.size,
      },
      endpoints: endpoints().map(({ slug, captures, bytes }) => ({ slug, captures, bytes })),
    }
  }

  /** The bytes that the disk got back. */
  compact(): Promise<{ freed: number }> {
    return this.alone(async (signal) => {
      const { store, progress, log } = this.options
      const total = store.pages.free
      let left = total
      while (left > 0 && !signal.aborted) {
        progress({ what: 'compact', done: total - left, total })
        await store.queue.write(() => store.pages.giveBack(VACUUM_PAGES))
        // What retention frees meanwhile is for the next time.
        const now = store.pages.free
        if (now >= left) break
        left = now
      }
      const freed = (total - left) * store.pages.size
      log.info('The database was compacted', { freed })
      return { freed }
    })
  }

  backup(): Promise<Backup> {
    return this.alone(async (signal) => {
      const { dataFolder, progress, log } = this.options
      const folder = path.join(dataFolder, BACKUPS_FOLDER)
      makePrivateFolder(folder)
      const name = backupName(Date.now())
      const file = path.join(folder, name)
      await makeBackup(dataFolder, file, {
        signal,
        progress: (done, total) => progress({ what: 'backup', done, total }),
      })
      const { size: bytes } = await fs.promises.stat(file)
      log.info('The database was backed up', { name, bytes })
      return { name, bytes, at: Date.now() }
    })
  }

  backups(): Promise<Backup[]> {
    return listBackups(this.options.dataFolder)
  }

  async deleteFile(name: string): Promise<void> {
    const file = await removableFile(this.options.dataFolder, name)
    if (file === null) throw new AppError('not-found', `There is no backup ${name}. It may have been deleted already.`)
    for (const suffix of ['', '-wal', '-shm']) await fs.promises.rm(file + suffix, { force: true })
    this.options.log.info('A file was deleted', { name })
  }

  /** Where a backup lies that has just been looked over. Throws `AppError` for one that cannot be restored. */
  checked(name: string): Promise<string> {
    return this.alone(async (signal) => {
      const { dataFolder, progress } = this.options
      const file = path.join(dataFolder, BACKUPS_FOLDER, name)
      progress({ what: 'check', done: 0, total: 1 })
      await runBackupThread({ kind: 'check', file }, { signal })
      return file
    })
  }

  cancel(): void {
    this.running?.controller.abort()
  }

  async close(): Promise<void> {
    this.cancel()
    await this.running?.ended
  }

  /** One at a time: each reads or writes most of the database. */
  private async alone<Value>(work: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
    if (this.running !== null) {
      throw new AppError(
        'conflict',
        'The database is being compacted, backed up or checked. Wait, or cancel that first.',
      )
    }
    const controller = new AbortController()
    const working = work(controller.signal)
    this.running = { controller, ended: working.catch(() => {}) }
    try {
      return await working
    } finally {
      this.running = null
      this.options.progress(null)
    }
  }

  /** Asked in slices, so that other questions get their turn. */
  private async deliveryBytes(): Promise<number> {
    let total = 0
    for (let after: number | null = 0; after !== null; ) {
      const slice: { bytes: number; next: number | null } = await this.options.store.slowReader.ask(
        'deliveryBytes',
        after,
      )
      total += slice.bytes
      after = slice.next
    }
    return total
  }
}
