import path from 'node:path'
import { createStream, type RotatingFileStream } from 'rotating-file-stream'
import { makePrivateFolder } from '../private-folder.ts'
import type { Log, LogFields } from './log.ts'
import { logFile, logFolder } from './log-file.ts'
import { formatLogLine, type LogLevel } from './log-line.ts'
import { tailLog } from './tail-log.ts'

/** The log of one data folder, kept in a few files of bounded size. */
export interface RotatingLog extends Log {
  /** The file that is written now; older ones lie beside it as `.1` to `.4`. */
  readonly file: string
  /** The last `lines` lines, oldest first, over all files. */
  tail(lines: number): Promise<string[]>
  /** Lines that could not be written, and why the last of them could not. */
  lost(): { readonly lines: number; readonly reason: string | null }
  /** Writes what waits, then closes the file. */
  close(): Promise<void>
}

export interface LogSize {
  readonly files: number
  readonly fileBytes: number
}

const LOG_SIZE: LogSize = { files: 5, fileBytes: 5 * 1024 * 1024 }
/** Lines that wait for a slow disk may take this much memory; more are dropped, and counted. */
const WAITING_BYTES = 1024 * 1024
/** A file that could not be written is tried again after this long. */
const RETRY_MS = 5_000

/**
 * Opens `<data>/logs/hookbench.log`. Logging must never be what breaks: a full or read-only disk costs lines, which are
 * counted and reported in the log itself once it can be written again, and is no error to the caller.
 */
export function openLog(dataFolder: string, size: LogSize = LOG_SIZE): RotatingLog {
  const file = logFile(dataFolder)
  let stream: RotatingFileStream | null = null
  let closed = false
  let retryAt = 0
  let lostLines = 0
  let unreported = 0
  let lostReason: string | null = null

  const lose = (reason: string): void => {
    lostLines += 1
    unreported += 1
    lostReason = reason
  }

  const openStream = (): RotatingFileStream | null => {
    if (stream !== null) return stream
    if (Date.now() < retryAt) return null
    try {
      makePrivateFolder(logFolder(dataFolder))
      const opened = createStream(path.basename(file), {
        path: logFolder(dataFolder),
        size: `${size.fileBytes}B`,
        rotate: size.files - 1,
        mode: 0o600,
      })
      // The library closes the stream after any error, so the next line opens a new one.
      opened.on('error', (error) => {
        lostReason = error.message
        retryAt = Date.now() + RETRY_MS
        if (stream === opened) stream = null
      })
      stream = opened
    } catch (error) {
      lostReason = error instanceof Error ? error.message : String(error)
      retryAt = Date.now() + RETRY_MS
    }
    return stream
  }

  const write = (line: string): void => {
    if (closed) return
    const open = openStream()
    if (open === null) {
      lose(lostReason ?? 'The log file could not be opened.')
      return
    }
    if (open.writableLength > WAITING_BYTES) {
      lose('The disk is too slow for the log.')
      return
    }
    if (unreported > 0) {
      const fields = { lines: unreported, reason: lostReason }
      unreported = 0
      open.write(formatLogLine('warn', 'Log lines were lost', fields))
    }
    open.write(line, (error) => {
      if (error) lose(error.message)
    })
  }

  const log = (level: LogLevel, message: string, fields: LogFields | undefined, error?: unknown): void =>
    write(formatLogLine(level, message, fields, error))

  return {
    file,
    info: (message, fields) => log('info', message, fields),
    warn: (message, fields) => log('warn', message, fields),
    error: (message, error, fields) => log('error', message, fields, error ?? new Error('No error was given.')),
    async tail(lines) {
      await flushed(stream)
      return tailLog(dataFolder, lines)
    },
    lost: () => ({ lines: lostLines, reason: lostReason }),
    async close() {
      closed = true
      const ending = stream
      stream = null
      if (ending === null || ending.destroyed) return
      await new Promise<void>((resolve) => {
        ending.once('close', resolve)
        ending.end()
      })
    },
  }
}

/** Resolves once everything that was written before is in the file, or never will be. */
function flushed(stream: RotatingFileStream | null): Promise<void> {
  if (stream === null || stream.destroyed || stream.writableLength === 0) return Promise.resolve()
  return new Promise((resolve) => {
    stream.write('', () => resolve())
  })
}
