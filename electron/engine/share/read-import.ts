import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { AppError } from '../../../shared/contract/errors.ts'
import type { ImportFormat } from '../../../shared/import/import-format.ts'
import type { ImportItem, ImportReader } from '../../../shared/import/import-item.ts'
import { readHar } from '../../../shared/import/read-har.ts'
import { readNdjson } from '../../../shared/import/read-ndjson.ts'
import { readWrittenRequests } from '../../../shared/import/read-written-requests.ts'
import { bundleDigest } from './bundle-digest.ts'

/** How each format is read, packed ones unpacked. */
export const IMPORT_READERS: Readonly<Record<ImportFormat, ImportReader>> = {
  bundle: readBundle,
  har: readHar,
  ndjson: (source) => readNdjson(source),
  http: readWrittenRequests,
  curl: readWrittenRequests,
}

/** Beyond this it matters how much smaller the file is than what it unpacks to. */
const HARMLESS_BYTES = 256 * 1024 * 1024
/** Bundles are a fifth to a twentieth of what is in them. */
const MOST_RATIO = 400

async function* readBundle(source: Parameters<ImportReader>[0]): AsyncIterable<ImportItem> {
  yield* readNdjson({ ...source, bytes: unpacked(source.bytes) }, bundleDigest())
}

async function* unpacked(packed: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let [given, made] = [0, 0]
  async function* counted(): AsyncIterable<Uint8Array> {
    for await (const piece of packed) {
      given += piece.length
      yield piece
    }
  }
  const gunzip = createGunzip({ chunkSize: 64 * 1024 })
  // Whoever reads hears of what goes wrong, and what is before it ends with it.
  pipeline(Readable.from(counted(), { objectMode: false }), gunzip).catch(() => {})
  try {
    for await (const piece of gunzip as AsyncIterable<Buffer>) {
      made += piece.length
      if (made > HARMLESS_BYTES && made > given * MOST_RATIO) {
        throw new AppError(
          'invalid-input',
          `The file unpacks to more than ${MOST_RATIO} times its size. It is no bundle that Hookbench wrote.`,
        )
      }
      yield piece
    }
  } catch (error) {
    const { code } = error as { code?: string }
    if (typeof code !== 'string' || !code.startsWith('Z_')) throw error
    const why = code === 'Z_BUF_ERROR' ? 'it ends too early' : 'what is packed in it is damaged'
    throw new AppError('invalid-input', `The bundle cannot be unpacked: ${why}. Get the file again.`, { cause: error })
  }
}
