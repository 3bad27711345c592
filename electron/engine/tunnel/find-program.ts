import fs from 'node:fs'
import path from 'node:path'

/** Where package managers put programs. A desktop app is often started with a PATH that lacks them. */
const USUAL_FOLDERS = ['/usr/local/bin', '/opt/homebrew/bin', '/usr/bin', '/snap/bin']
const USUAL_FOLDERS_ON_WINDOWS = [
  'C:\\Program Files\\cloudflared',
  'C:\\Program Files (x86)\\cloudflared',
  'C:\\Windows\\System32\\OpenSSH',
]

/** The path of a program that can be run, or null. */
export function findProgram(name: string): string | null {
  const windows = process.platform === 'win32'
  const onPath = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => folder !== '')
  const file = windows ? `${name}.exe` : name
  return (
    [...onPath, ...(windows ? USUAL_FOLDERS_ON_WINDOWS : USUAL_FOLDERS)]
      .map((folder) => path.join(folder, file))
      .find(isProgram) ?? null
  )
}

export function isProgram(file: string): boolean {
  try {
    fs.accessSync(file, fs.constants.X_OK)
    return fs.statSync(file).isFile()
  } catch {
    // Not there, or not for us: either way it cannot be run.
    return false
  }
}
