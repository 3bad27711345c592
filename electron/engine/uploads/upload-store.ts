import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../../../shared/contract/errors.ts'
import { LIMITS } from '../../../shared/limits.ts'
import { newId } from '../new-id.ts'

/** Uploads that nothing used. */
const KEPT_MS = 60 * 60_000
const MOST = 50
const ID = /^[0-9a-f-]{36}$/

export interface UploadLimits {
  /** Of the data folder; it belongs to this store alone. */
  readonly folder: string
  readonly bytes: number
}

const EDITS: UploadLimits = { folder: 'uploads', bytes: LIMITS.bodyBytes }

/** Bytes that the user brings, for an edit or to import: in files of the data folder until the engine ends, or for an hour. */
export class UploadStore {
  private readonly folder: string
  private readonly limit: number

  constructor(dataFolder: string, { folder, bytes }: UploadLimits = EDITS) {
    this.folder = path.join(dataFolder, folder)
    this.limit = bytes
    fs.rmSync(this.folder, { recursive: true, force: true })
  }

  async receive(bytes: AsyncIterable<Uint8Array>): Promise<{ uploadId: string; size: number }> {
    await fs.promises.mkdir(this.folder, { recursive: true, mode: 0o700 })
    await this.dropOld()
    const uploadId = newId()
    const file = this.file(uploadId)
    const handle = await fs.promises.open(file, 'wx', 0o600)
    let size = 0
    try {
      for await (const piece of bytes) {
        size += piece.length
        if (size > this.limit) {
          throw new AppError(
            'invalid-input',
            `The file is larger than ${this.limit / 1024 / 1024} MiB. Choose a smaller one.`,
          )
        }
        await handle.writeFile(piece)
      }
    } catch (error) {
      await handle.close()
      await fs.promises.rm(file, { force: true })
      throw error
    }
    await handle.close()
    return { uploadId, size }
  }

  async read(uploadId: string): Promise<Uint8Array | null> {
    if (!ID.test(uploadId)) return null
    try {
      return await fs.promises.readFile(this.file(uploadId))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
      throw error
    }
  }

  /** Where its bytes are; null if they are no longer kept. */
  async find(uploadId: string): Promise<string | null> {
    if (!ID.test(uploadId)) return null
    return fs.promises.access(this.file(uploadId)).then(
      () => this.file(uploadId),
      () => null,
    )
  }

  async drop(uploadId: string): Promise<void> {
    if (ID.test(uploadId)) await fs.promises.rm(this.file(uploadId), { force: true })
  }

  close(): void {
    fs.rmSync(this.folder, { recursive: true, force: true })
  }

  private async dropOld(): Promise<void> {
    // UUIDv7: by name is by age.
    const names = (await fs.promises.readdir(this.folder)).sort()
    for (const [index, name] of names.entries()) {
      const file = path.join(this.folder, name)
      if (index < names.length - MOST || (await isOld(file))) await fs.promises.rm(file, { force: true })
    }
  }

  private file(uploadId: string): string {
    return path.join(this.folder, uploadId)
  }
}

async function isOld(file: string): Promise<boolean> {
  try {
    return Date.now() - (await fs.promises.stat(file)).mtimeMs > KEPT_MS
  } catch (error) {
    // Another upload at the same time has removed it already.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false
    throw error
  }
}
