import { type FileHandle, open, readdir } from 'node:fs/promises'
import path from 'node:path'
import { logFile, logFolder } from './log-file.ts'

const PIECE = 64 * 1024

/** The last `wanted` lines of a data folder's log, oldest first, over its rotated files. Needs no running engine. */
export async function tailLog(dataFolder: string, wanted: number): Promise<string[]> {
  let lines: string[] = []
  for (const file of await logFilesNewestFirst(dataFolder)) {
    if (lines.length >= wanted) break
    lines = [...(await lastLines(file, wanted - lines.length)), ...lines]
  }
  return lines
}

async function logFilesNewestFirst(dataFolder: string): Promise<string[]> {
  const current = path.basename(logFile(dataFolder))
  const names = await readdir(logFolder(dataFolder)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
  const age = (name: string): number => (name === current ? 0 : Number(name.slice(current.length + 1)))
  return names
    .filter((name) => name === current || /^\.\d+$/.test(name.slice(current.length)))
    .filter((name) => name.startsWith(current))
    .sort((a, b) => age(a) - age(b))
    .map((name) => path.join(logFolder(dataFolder), name))
}

/** Reads from the end, so that a long file costs no more than the lines that are asked for. */
async function lastLines(file: string, wanted: number): Promise<string[]> {
  const handle = await openIfThere(file)
  if (handle === null) return []
  try {
    let position = (await handle.stat()).size
    let tail = Buffer.alloc(0)
    // One line end more than lines: the first line is whole only once the end of the line before it was seen.
    while (position > 0 && lineEnds(tail) <= wanted) {
      const length = Math.min(PIECE, position)
      position -= length
      const piece = Buffer.alloc(length)
      await handle.read(piece, 0, length, position)
      tail = Buffer.concat([piece, tail])
    }
    return tail
      .toString('utf8')
      .split('\n')
      .filter((line) => line !== '')
      .slice(-wanted)
  } finally {
    await handle.close()
  }
}

/** Null if it was rotated away since the folder was read. */
async function openIfThere(file: string): Promise<FileHandle | null> {
  try {
    return await open(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function lineEnds(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1
  return count
}
