import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, onTestFinished, test } from 'vitest'
import { Output } from './output.ts'
import { writeWhole } from './write-whole.ts'

async function* nothing(): AsyncGenerator<Uint8Array> {}

const write = (file: string) => writeWhole(new Output(new PassThrough()), file, nothing())

test('says which folder is not there, and never the name that it writes under', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-write-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const missing = path.join(folder, 'none', 'x.har')
  await expect(write(missing)).rejects.toThrow(
    `${missing} cannot be written: there is no folder ${path.join(folder, 'none')}. Make it first.`,
  )
  const plain = path.join(folder, 'plain')
  writeFileSync(plain, '')
  await expect(write(path.join(plain, 'x.har'))).rejects.toThrow(`${plain} is no folder. Choose another.`)
  await expect(write(folder)).rejects.toThrow(`${folder} cannot be written: it is a folder. Name a file in it.`)
  expect(existsSync(`${folder}.${process.pid}.part`)).toBe(false)
  expect(existsSync(path.join(folder, 'none'))).toBe(false)
})
