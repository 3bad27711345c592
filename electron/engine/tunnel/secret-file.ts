import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

/** A file that only this user can read, for a program that must not be given its content as an argument. */
export interface SecretFile {
  readonly path: string
  /** Never throws. */
  remove(): void
}

export function writeSecretFile(name: string, content: string): SecretFile {
  // mkdtemp makes the folder for its owner alone.
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hookbench-tunnel-'))
  const remove = (): void => {
    try {
      fs.rmSync(folder, { recursive: true, force: true })
    } catch {
      // Windows refuses while a program holds the file; the folder is ours alone, and temporary.
    }
  }
  const file = path.join(folder, name)
  try {
    fs.writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    remove()
    throw error
  }
  return { path: file, remove }
}
