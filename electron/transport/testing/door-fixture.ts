import { type Channel, contract, type Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import type { EngineEvent } from '../../../shared/contract/events.ts'
import type { Content, ContentRef, EngineDoor, ExportFile } from '../../engine/engine-door.ts'

/** For tests of what transports do by themselves: a door whose events, bytes and answers the test decides. */
export interface DoorFixture extends EngineDoor {
  announce(event: EngineEvent): void
  readonly listeners: () => number
  readonly uploads: Uint8Array[]
}

export interface DoorFixtureOptions {
  readonly handlers?: Partial<Handlers>
  readonly content?: (ref: ContentRef) => Content | null
  readonly exported?: (id: string) => ExportFile | null
  readonly uploadLimit?: number
}

export function createDoorFixture(options: DoorFixtureOptions = {}): DoorFixture {
  const listeners = new Set<(event: EngineEvent) => void>()
  const uploads: Uint8Array[] = []
  return {
    handlers: { ...refusingHandlers(), ...options.handlers },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    announce: (event) => {
      for (const listener of listeners) listener(event)
    },
    listeners: () => listeners.size,
    openContent: async (ref) => options.content?.(ref) ?? null,
    openExport: (id) => options.exported?.(id) ?? null,
    uploads,
    receiveImport: () => Promise.reject(new AppError('unavailable', 'This test has no imports.')),
    async receiveUpload(bytes) {
      const pieces: Uint8Array[] = []
      let size = 0
      for await (const piece of bytes) {
        size += piece.length
        if (size > (options.uploadLimit ?? Number.POSITIVE_INFINITY)) throw new AppError('invalid-input', 'Too long.')
        pieces.push(Buffer.from(piece))
      }
      uploads.push(Buffer.concat(pieces))
      return { uploadId: `upload-${uploads.length}`, size }
    },
  }
}

/** Bytes of a buffer in pieces of at most `pieceSize`. */
export function contentOf(bytes: Buffer, incomplete: string | null = null, pieceSize = 64 * 1024): Content {
  return {
    size: bytes.length,
    incomplete,
    async *read(start, end) {
      for (let at = start; at < end; at += pieceSize) yield bytes.subarray(at, Math.min(end, at + pieceSize))
    },
  }
}

function refusingHandlers(): Handlers {
  const entries = (Object.keys(contract) as Channel[]).map((channel) => [
    channel,
    () => {
      throw new AppError('unavailable', `This test has no ${channel}.`)
    },
  ])
  return Object.fromEntries(entries) as Handlers
}
