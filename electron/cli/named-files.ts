import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../../shared/contract/errors.ts'
import { latin1FromBytes } from '../../shared/http/latin1.ts'
import { handedFiles } from '../../shared/import/handed-files.ts'
import { readRequests } from '../../shared/import/read-requests.ts'
import { RequestFaults } from '../../shared/import/request-faults.ts'
import { LIMITS } from '../../shared/limits.ts'
import { UsageError } from './command-context.ts'

export interface NamedFile {
  /** As the requests name it. */
  readonly name: string
  readonly bytes: Uint8Array
}

/**
 * The files that requests name (`-d @body.json`, `< ./body.json`), from one folder and nothing outside it: what is imported may
 * come from anybody. Throws `UsageError` for those that are not there.
 */
export function readNamedFiles(requests: Uint8Array, folder: string): NamedFile[] {
  const reader = new FolderReader(folder)
  const read = handedFiles((name) => reader.read(name))
  // Files of those that can be read are wanted all the same: whoever imports them then says of the others alone what is wrong.
  const bad = new RequestFaults()
  let needed: ReadonlyArray<string> = []
  try {
    const found = readRequests(latin1FromBytes(requests), {
      now: Date.now(),
      newId: () => crypto.randomUUID(),
      readFile: read,
      faults: bad,
    })
    needed = found.requests.flatMap(({ request }) => request.neededFiles)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    bad.take(1, error)
  }
  // What is wrong may be that a file was not there.
  if (bad.found.length > 0) needed = [...needed, ...reader.faults.keys()]
  const faults = [...new Set(needed)].map(
    (name) => `${JSON.stringify(name.slice(0, 200))} ${reader.faults.get(name) ?? 'is not read'}`,
  )
  if (faults.length > 0) {
    const more = faults.length > MOST_TOLD ? `; and ${faults.length - MOST_TOLD} more` : ''
    throw new UsageError(`${faults.slice(0, MOST_TOLD).join('; ')}${more}. Nothing was imported.`)
  }
  return [...reader.found].map(([name, bytes]) => ({ name, bytes }))
}

const MOST_TOLD = 20
const MOST_FILES = 1000

class FolderReader {
  readonly found = new Map<string, Buffer>()
  /** Why it is not read, by name. */
  readonly faults = new Map<string, string>()
  private readonly folder: string
  private readonly shown: string

  constructor(folder: string) {
    this.shown = folder
    try {
      this.folder = fs.realpathSync(folder)
      if (!fs.statSync(this.folder).isDirectory()) throw new Error('it is no folder')
    } catch (error) {
      throw new UsageError(`${folder} cannot be read: ${(error as Error).message}.`, { cause: error })
    }
  }

  /** Latin1; null if it is not read. */
  read(name: string): string | null {
    const known = this.found.get(name)
    if (known !== undefined) return known.toString('latin1')
    if (this.faults.has(name)) return null
    const read = this.fromFolder(name)
    if (typeof read === 'string') {
      this.faults.set(name, read)
      return null
    }
    this.found.set(name, read)
    return read.toString('latin1')
  }

  /** Its bytes, or what is wrong. */
  private fromFolder(name: string): Buffer | string {
    if (this.found.size >= MOST_FILES) return `is one more than the ${MOST_FILES} files that one import may name`
    const outside = `is outside ${this.shown}, and only files in there are read`
    if (name.includes('\0') || !this.holds(path.resolve(this.folder, name))) return outside
    try {
      // Where links lead to.
      const real = fs.realpathSync(path.resolve(this.folder, name))
      if (!this.holds(real)) return outside
      const { size } = fs.statSync(real)
      if (!fs.statSync(real).isFile()) return 'is no file'
      if (size > LIMITS.bodyBytes)
        return `is larger than ${LIMITS.bodyBytes / 1024 / 1024} MiB, which is the most that is kept`
      return fs.readFileSync(real)
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      return code === 'ENOENT' || code === 'ENOTDIR' ? `is not in ${this.shown}` : `cannot be read: ${message}`
    }
  }

  private holds(file: string): boolean {
    const way = path.relative(this.folder, file)
    return way !== '' && way !== '..' && !way.startsWith(`..${path.sep}`) && !path.isAbsolute(way)
  }
}
