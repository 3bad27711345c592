import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writeZip, type ZipFile } from './zip-writer.ts'

async function zipOf(files: Iterable<ZipFile>): Promise<Buffer> {
  async function* given(): AsyncIterable<ZipFile> {
    yield* files
  }
  const pieces: Uint8Array[] = []
  for await (const piece of writeZip(given())) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** What a program finds that goes by the directory at the end, as all do. */
function read(zip: Buffer): Array<{ name: string; year: number; bytes: Buffer }> {
  const end = zip.length - 22
  expect(zip.readUInt32LE(end)).toBe(0x06054b50)
  let [count, at] = [zip.readUInt16LE(end + 10), zip.readUInt32LE(end + 16)]
  if (count === 0xffff) {
    expect(zip.readUInt32LE(end - 20)).toBe(0x07064b50)
    const record = Number(zip.readBigUInt64LE(end - 12))
    expect(zip.readUInt32LE(record)).toBe(0x06064b50)
    expect(zip.readUInt16LE(record + 14)).toBe(45)
    ;[count, at] = [Number(zip.readBigUInt64LE(record + 32)), Number(zip.readBigUInt64LE(record + 48))]
  }
  const found = []
  for (let index = 0; index < count; index++) {
    expect(zip.readUInt32LE(at)).toBe(0x02014b50)
    const [size, nameLength, head] = [zip.readUInt32LE(at + 24), zip.readUInt16LE(at + 28), zip.readUInt32LE(at + 42)]
    const name = zip.toString('latin1', at + 46, at + 46 + nameLength)
    // Both headers say the same.
    expect(zip.readUInt32LE(head)).toBe(0x04034b50)
    expect(zip.subarray(head + 10, head + 30)).toEqual(zip.subarray(at + 12, at + 32))
    const start = head + 30 + nameLength
    expect(zip.toString('latin1', head + 30, start)).toBe(name)
    const bytes = zip.subarray(start, start + size)
    expect(crc32(bytes)).toBe(zip.readUInt32LE(at + 16))
    found.push({ name, year: 1980 + (zip.readUInt16LE(at + 14) >> 9), bytes })
    at += 46 + nameLength + zip.readUInt16LE(at + 30)
  }
  return found
}

test('files come out as they went in', async () => {
  const file = fc.record({
    name: fc.stringMatching(/^[a-z0-9_.-]{1,40}$/),
    bytes: fc.uint8Array({ maxLength: 100 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(file, { maxLength: 20 }), async (given) => {
      const modified = new Date(2026, 10, 21)
      const zip = await zipOf(given.map((each) => ({ ...each, modified })))
      expect(read(zip)).toEqual(given.map(({ name, bytes }) => ({ name, year: 2026, bytes: Buffer.from(bytes) })))
    }),
  )
})

test('more files than a zip of old had room for', async () => {
  const modified = new Date(2026, 10, 21)
  const given = Array.from({ length: 65_600 }, (_, index) => ({
    name: `${index}.txt`,
    modified,
    bytes: Buffer.from(String(index)),
  }))
  const found = read(await zipOf(given))
  expect(found).toHaveLength(given.length)
  expect([found[0]?.bytes.toString(), found.at(-1)?.name]).toEqual(['0', '65599.txt'])
})

test('times that a zip does not know are its first and its last', async () => {
  const times = [0, Date.UTC(2026, 5, 1), Date.UTC(9999, 0, 1)]
  const zip = await zipOf(times.map((time) => ({ name: 'a', modified: new Date(time), bytes: Buffer.from('x') })))
  expect(read(zip).map(({ year }) => year)).toEqual([1980, 2026, 2107])
})
