import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { LIMITS } from '../../../shared/limits.ts'
import { tempFolder } from '../store/testing/temp-store.ts'
import { UploadStore } from './upload-store.ts'

test('gives back exactly what it received, and knows its size', async () => {
  const uploads = new UploadStore(tempFolder())
  const pieces = [Buffer.from([0, 255]), Buffer.alloc(0), Buffer.from('héllo')]
  const { uploadId, size } = await uploads.receive(stream(pieces))
  expect(size).toBe(8)
  expect(Buffer.from((await uploads.read(uploadId)) as Uint8Array)).toEqual(Buffer.concat(pieces))
})

test('knows nothing of other ids, and looks at no other files', async () => {
  const folder = tempFolder()
  const uploads = new UploadStore(folder)
  fs.writeFileSync(path.join(folder, 'secret'), 'secret')
  await uploads.receive(stream([Buffer.from('x')]))
  for (const id of [
    '0190163d-8694-739b-aea5-966c26f8ad90',
    '../secret',
    '',
    'x',
    '../../../../../../../../../../etc/passwd',
  ]) {
    expect(await uploads.read(id)).toBeNull()
  }
})

test('takes 64 MiB and not a byte more, and leaves nothing of what was too large', async () => {
  const folder = tempFolder()
  const uploads = new UploadStore(folder)
  const piece = Buffer.alloc(LIMITS.bodyBytes / 16)
  const full = Array.from({ length: 16 }, () => piece)
  expect(await uploads.receive(stream(full))).toMatchObject({ size: LIMITS.bodyBytes })
  await expect(uploads.receive(stream([...full, Buffer.alloc(1)]))).rejects.toThrow(/larger than 64 MiB.*smaller/)
  expect(fs.readdirSync(path.join(folder, 'uploads'))).toHaveLength(1)
})

test('leaves nothing of an upload that breaks off', async () => {
  const folder = tempFolder()
  const uploads = new UploadStore(folder)
  async function* broken() {
    yield Buffer.from('half')
    throw new Error('the connection broke')
  }
  await expect(uploads.receive(broken())).rejects.toThrow(/broke/)
  expect(fs.readdirSync(path.join(folder, 'uploads'))).toEqual([])
})

test('keeps its files to the user, and has none left when it ends', async () => {
  const folder = tempFolder()
  const uploads = new UploadStore(folder)
  const { uploadId } = await uploads.receive(stream([Buffer.from('x')]))
  const mode = (file: string) => (fs.statSync(path.join(folder, file)).mode & 0o777).toString(8)
  expect(mode('uploads')).toBe('700')
  expect(mode(`uploads/${uploadId}`)).toBe('600')
  uploads.close()
  expect(fs.existsSync(path.join(folder, 'uploads'))).toBe(false)
  expect(await uploads.read(uploadId)).toBeNull()
})

test('what an engine that was killed left behind is gone with the next one', async () => {
  const folder = tempFolder()
  const { uploadId } = await new UploadStore(folder).receive(stream([Buffer.from('x')]))
  expect(await new UploadStore(folder).read(uploadId)).toBeNull()
})

test('forgets the oldest when there are too many', async () => {
  const uploads = new UploadStore(tempFolder())
  const ids: string[] = []
  for (let n = 0; n < 60; n++) ids.push((await uploads.receive(stream([Buffer.from(String(n))]))).uploadId)
  expect(await uploads.read(ids[0] as string)).toBeNull()
  expect(Buffer.from((await uploads.read(ids[59] as string)) as Uint8Array).toString()).toBe('59')
})

test('many uploads at once all arrive', async () => {
  const uploads = new UploadStore(tempFolder())
  const sent = await Promise.all(Array.from({ length: 20 }, (_, n) => uploads.receive(stream([Buffer.alloc(5000, n)]))))
  for (const [n, { uploadId }] of sent.entries()) {
    expect(Buffer.alloc(5000, n).equals((await uploads.read(uploadId)) as Uint8Array)).toBe(true)
  }
})

test('many at once do not get into the way of each other when they remove what is old', async () => {
  const folder = tempFolder()
  const uploads = new UploadStore(folder)
  const { uploadId } = await uploads.receive(stream([Buffer.from('old')]))
  const old = path.join(folder, 'uploads', uploadId)
  for (let n = 0; n < 40; n++) fs.copyFileSync(old, path.join(folder, 'uploads', `0${n}`))
  const longAgo = new Date(Date.now() - 2 * 60 * 60_000)
  for (const name of fs.readdirSync(path.dirname(old)))
    fs.utimesSync(path.join(path.dirname(old), name), longAgo, longAgo)
  const received = await Promise.allSettled(
    Array.from({ length: 8 }, () => uploads.receive(stream([Buffer.from('new')]))),
  )
  expect(received.every(({ status }) => status === 'fulfilled')).toBe(true)
  expect(fs.readdirSync(path.dirname(old))).toHaveLength(8)
})

async function* stream(pieces: ReadonlyArray<Uint8Array>): AsyncIterable<Uint8Array> {
  for (const piece of pieces) yield piece
}
