import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { findDisplay } from './find-display.mjs'

const endings: Array<() => void> = []

afterEach(() => {
  for (const end of endings.splice(0)) end()
})

test('finds none where none is named', async () => {
  await expect(findDisplay({}, 'linux')).resolves.toMatchObject({
    found: false,
    reason: expect.stringMatching(/no display/),
  })
})

test('needs no name on macOS and Windows', async () => {
  await expect(findDisplay({}, 'darwin')).resolves.toEqual({ found: true })
  await expect(findDisplay({}, 'win32')).resolves.toEqual({ found: true })
})

test.skipIf(process.platform === 'win32')('finds a Wayland display that answers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hookbench-display-'))
  endings.push(() => rmSync(folder, { recursive: true, force: true }))
  await listening(createServer(), join(folder, 'wayland-0'))
  await expect(findDisplay({ WAYLAND_DISPLAY: 'wayland-0', XDG_RUNTIME_DIR: folder }, 'linux')).resolves.toEqual({
    found: true,
  })
})

test('finds an X display of another machine that answers', async () => {
  const server = await listening(createServer(), 0)
  const { port } = server.address() as AddressInfo
  await expect(findDisplay({ DISPLAY: `127.0.0.1:${port - 6000}.0` }, 'linux')).resolves.toEqual({ found: true })
})

test('takes a display that does not answer for none, and names it', async () => {
  await expect(findDisplay({ DISPLAY: ':48213' }, 'linux')).resolves.toEqual({
    found: false,
    reason: 'the display does not answer (DISPLAY=:48213)',
  })
  await expect(findDisplay({ DISPLAY: 'nonsense' }, 'linux')).resolves.toMatchObject({ found: false })
  await expect(
    findDisplay({ WAYLAND_DISPLAY: 'wayland-9', XDG_RUNTIME_DIR: '/nowhere' }, 'linux'),
  ).resolves.toMatchObject({
    found: false,
  })
})

async function listening(server: Server, at: string | number): Promise<Server> {
  if (typeof at === 'number') server.listen(at, '127.0.0.1')
  else server.listen(at)
  await once(server, 'listening')
  endings.push(() => void server.close())
  return server
}
