import { crc32 } from 'node:zlib'

export interface ZipFile {
  /** ASCII. */
  readonly name: string
  readonly modified: Date
  readonly bytes: Uint8Array
}

const PIECE_BYTES = 1024 * 1024
/** Records of the directory are kept in pieces of so many bytes: an array of their own for each would be ten times as large. */
const DIRECTORY_BYTES = 64 * 1024
const MOST_16 = 0xffff
const MOST_32 = 0xffff_ffff
const RECORD_BYTES = 46
const ZIP64_EXTRA_BYTES = 12

/**
 * A zip of files as they are, not compressed, one after the other as they are taken (APPNOTE 6.3.9). Of those that are
 * written, only what the directory at its end says is kept in memory: libraries keep several objects for each.
 */
export async function* writeZip(files: AsyncIterable<ZipFile>): AsyncIterable<Uint8Array> {
  const directory = new Directory()
  let offset = 0
  for await (const file of files) {
    const facts = { ...file, crc: crc32(file.bytes), offset }
    const head = localHeader(facts)
    directory.add(facts)
    yield head
    for (let at = 0; at < file.bytes.length; at += PIECE_BYTES) yield file.bytes.subarray(at, at + PIECE_BYTES)
    offset += head.length + file.bytes.length
  }
  yield* directory.pieces()
  yield endOf(directory, offset)
}

interface FileFacts extends ZipFile {
  readonly crc: number
  /** Where its local header is. */
  readonly offset: number
}

class Directory {
  count = 0
  size = 0
  readonly #full: Buffer[] = []
  #current = Buffer.allocUnsafe(DIRECTORY_BYTES)
  #used = 0

  add(file: FileFacts): void {
    const record = directoryRecord(file)
    if (this.#used + record.length > this.#current.length) {
      this.#full.push(this.#current.subarray(0, this.#used))
      this.#current = Buffer.allocUnsafe(DIRECTORY_BYTES)
      this.#used = 0
    }
    record.copy(this.#current, this.#used)
    this.#used += record.length
    this.size += record.length
    this.count++
  }

  *pieces(): Iterable<Uint8Array> {
    yield* this.#full
    yield this.#current.subarray(0, this.#used)
  }
}

/** Sizes are 64 MiB at most, so that only the offset may need more than 32 bits. */
function localHeader({ name, modified, bytes, crc }: FileFacts): Buffer {
  const head = Buffer.alloc(30 + name.length)
  head.writeUInt32LE(0x04034b50, 0)
  head.writeUInt16LE(20, 4)
  head.writeUInt32LE(dosTime(modified), 10)
  head.writeUInt32LE(crc, 14)
  head.writeUInt32LE(bytes.length, 18)
  head.writeUInt32LE(bytes.length, 22)
  head.writeUInt16LE(name.length, 26)
  head.write(name, 30, 'latin1')
  return head
}

function directoryRecord({ name, modified, bytes, crc, offset }: FileFacts): Buffer {
  const isFar = offset >= MOST_32
  const record = Buffer.alloc(RECORD_BYTES + name.length + (isFar ? ZIP64_EXTRA_BYTES : 0))
  record.writeUInt32LE(0x02014b50, 0)
  // Made by Unix, so that the rights below count.
  record.writeUInt16LE((3 << 8) | 45, 4)
  record.writeUInt16LE(isFar ? 45 : 20, 6)
  record.writeUInt32LE(dosTime(modified), 12)
  record.writeUInt32LE(crc, 16)
  record.writeUInt32LE(bytes.length, 20)
  record.writeUInt32LE(bytes.length, 24)
  record.writeUInt16LE(name.length, 28)
  record.writeUInt16LE(isFar ? ZIP64_EXTRA_BYTES : 0, 30)
  record.writeUInt32LE((OWNER_ONLY << 16) >>> 0, 38)
  record.writeUInt32LE(isFar ? MOST_32 : offset, 42)
  record.write(name, RECORD_BYTES, 'latin1')
  if (!isFar) return record
  const extra = RECORD_BYTES + name.length
  record.writeUInt16LE(1, extra)
  record.writeUInt16LE(8, extra + 2)
  record.writeBigUInt64LE(BigInt(offset), extra + 4)
  return record
}

/** A plain file that its owner may read and write. */
const OWNER_ONLY = 0o100600

function endOf({ count, size }: Directory, offset: number): Buffer {
  const isLarge = count >= MOST_16 || size >= MOST_32 || offset >= MOST_32
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Math.min(count, MOST_16), 8)
  end.writeUInt16LE(Math.min(count, MOST_16), 10)
  end.writeUInt32LE(Math.min(size, MOST_32), 12)
  end.writeUInt32LE(Math.min(offset, MOST_32), 16)
  return isLarge ? Buffer.concat([zip64EndOf(count, size, offset), end]) : end
}

function zip64EndOf(count: number, size: number, offset: number): Buffer {
  const record = Buffer.alloc(56 + 20)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE((3 << 8) | 45, 12)
  record.writeUInt16LE(45, 14)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(size), 40)
  record.writeBigUInt64LE(BigInt(offset), 48)
  record.writeUInt32LE(0x07064b50, 56)
  record.writeBigUInt64LE(BigInt(offset + size), 64)
  record.writeUInt32LE(1, 72)
  return record
}

const EARLIEST = Date.UTC(1980, 0, 2)
const LATEST = Date.UTC(2107, 11, 30)

/** In local time, which is what a zip means. It knows the years from 1980 to 2107; any other would come out as some date. */
function dosTime(modified: Date): number {
  const time = new Date(Math.min(Math.max(modified.getTime(), EARLIEST), LATEST))
  const date = ((time.getFullYear() - 1980) << 9) | ((time.getMonth() + 1) << 5) | time.getDate()
  return ((date << 16) | (time.getHours() << 11) | (time.getMinutes() << 5) | (time.getSeconds() >> 1)) >>> 0
}
