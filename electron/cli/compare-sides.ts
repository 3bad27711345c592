import { open } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import type { CaptureDetail } from '../../shared/capture/capture.ts'
import { headerValue } from '../../shared/http/header-pairs.ts'
import { UsageError } from './command-context.ts'
import type { CaptureReader } from './engine-access.ts'
import { findCapture } from './find-capture.ts'
import { readAll } from './read-body.ts'

/** One of two things that are compared. */
export interface Side {
  /** Null: a file, which has a body only. */
  readonly capture: CaptureDetail | null
  /** Without its content encoding. */
  readonly bytes: Uint8Array
  readonly contentType: string | undefined
}

const FILE = /[/\\.]/

/** A path with a slash or a dot is a file, `-` the standard input, anything else a capture. */
export async function readSide(wanted: string, reader: CaptureReader | null, stdin: Readable): Promise<Side> {
  if (wanted === '-') return { capture: null, bytes: await readAll(stdin), contentType: undefined }
  if (FILE.test(wanted)) return { capture: null, bytes: await readFile(wanted), contentType: undefined }
  const capture = await findCapture(reader, wanted)
  const content = await reader?.content({ kind: 'capture-body', id: capture.id, decoded: true })
  return {
    capture,
    bytes: content == null ? new Uint8Array() : await readAll(content),
    contentType: headerValue(capture.headers, 'content-type'),
  }
}

async function readFile(path: string): Promise<Uint8Array> {
  try {
    await using file = await open(path)
    return await file.readFile()
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new UsageError(`${path} cannot be read (${reason}). A capture is named by its id.`, { cause: error })
  }
}
