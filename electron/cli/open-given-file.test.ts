import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, test } from 'vitest'
import { UsageError } from './command-context.ts'
import { openGivenFile } from './open-given-file.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-given-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('a file is read whole, however late, and as it was opened', async () => {
  const file = path.join(folder, 'given')
  writeFileSync(file, 'whole')
  const stream = await openGivenFile('The file', file)
  rmSync(file)
  expect(await text(stream)).toBe('whole')
})

test('what cannot be opened is a wrong use, told at once', async () => {
  // Nobody can open a socket, though it is there; a file without permissions an administrator can.
  const socket = path.join(folder, 'socket')
  const server = createServer().listen(socket)
  await once(server, 'listening')
  await expect(openGivenFile('The file', socket)).rejects.toThrow(UsageError)
  server.close()
  await expect(openGivenFile('The body file', path.join(folder, 'none'))).rejects.toThrow(/^The body file .* cannot be/)
  await expect(openGivenFile('The file', folder)).rejects.toThrow('it is a folder')
})
