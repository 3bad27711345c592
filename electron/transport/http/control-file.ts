import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'

/** How to reach the engine that holds a data folder. It carries the token, so only the user may read it. */
const controlFile = z.object({
  pid: z.number().int(),
  /** A unix socket, or a named pipe on Windows. */
  socketPath: z.string(),
  token: z.string(),
  version: z.string(),
  receiver: z.object({ port: z.number().int() }),
  /** The headless screen, without its token; null on the desktop. */
  uiUrl: z.string().nullable(),
  startedAt: z.number().int(),
})

export type ControlFile = z.infer<typeof controlFile>

/** Null when there is none, or when it cannot be understood: either way nobody can be reached by it. */
export async function readControlFile(dataFolder: string): Promise<ControlFile | null> {
  try {
    const parsed = controlFile.safeParse(JSON.parse(await readFile(controlFilePath(dataFolder), 'utf8')))
    return parsed.success ? parsed.data : null
  } catch (error) {
    if (error instanceof SyntaxError || isMissing(error)) return null
    throw error
  }
}

/** Written aside and renamed, so that a reader never sees half of it. */
export async function writeControlFile(dataFolder: string, control: ControlFile): Promise<void> {
  const path = controlFilePath(dataFolder)
  const draft = `${path}.${process.pid}`
  await writeFile(draft, `${JSON.stringify(control, null, 2)}\n`, { mode: 0o600 })
  await rename(draft, path)
}

/** Leaves the file of an engine that came after this one. */
export async function removeControlFile(dataFolder: string, token: string): Promise<void> {
  const control = await readControlFile(dataFolder)
  if (control?.token === token) await rm(controlFilePath(dataFolder), { force: true })
}

export function controlFilePath(dataFolder: string): string {
  return join(dataFolder, 'control.json')
}

function isMissing(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}
