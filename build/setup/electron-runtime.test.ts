import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findElectronRuntime } from './electron-runtime.mjs'
import { projectRoot } from './project-root.mjs'

const node = process.execPath
const modules = join(projectRoot, 'node_modules')
const limits = { firstByteMs: 8000, stalledMs: 8000 }
let root = ''
let server: Server | null = null
let asked = 0

beforeEach(() => {
  // Electron's package as npm leaves it: everything but the runtime. Its installer writes into its own folder.
  root = mkdtempSync(join(tmpdir(), 'hookbench-electron-'))
  mkdirSync(join(root, 'build/setup'), { recursive: true })
  mkdirSync(join(root, 'node_modules/electron'), { recursive: true })
  cpSync(join(projectRoot, 'build/setup/download-electron.mjs'), join(root, 'build/setup/download-electron.mjs'))
  for (const name of ['package.json', 'install.js']) {
    cpSync(join(modules, 'electron', name), join(root, 'node_modules/electron', name))
  }
  for (const name of ['@electron', '@electron-internal'])
    symlinkSync(join(modules, name), join(root, 'node_modules', name))
})

afterEach(() => {
  server?.closeAllConnections()
  server?.close()
  server = null
  rmSync(root, { recursive: true, force: true })
})

describe.skipIf(process.platform === 'win32')('findElectronRuntime', () => {
  test('honours ELECTRON_OVERRIDE_DIST_PATH, and says when nothing is there', async () => {
    const dist = join(root, 'other')
    mkdirSync(dist)
    const env = { ELECTRON_OVERRIDE_DIST_PATH: dist, ELECTRON_INSTALL_PLATFORM: 'linux' }
    await expect(findElectronRuntime(root, node, { env })).resolves.toEqual({
      found: false,
      reason: `ELECTRON_OVERRIDE_DIST_PATH names ${dist}, and there is no electron in it`,
    })
    writeFileSync(join(dist, 'electron'), '')
    await expect(findElectronRuntime(root, node, { env })).resolves.toEqual({
      found: true,
      executable: join(dist, 'electron'),
      dist,
    })
  })

  test('downloads, checks and unpacks the runtime once', async () => {
    const archive = zip('electron', 'the runtime', 'version', electronVersion())
    const env = await mirror((_request, response) => response.end(archive))
    writeFileSync(
      join(root, 'node_modules/electron/checksums.json'),
      JSON.stringify({ [archiveName()]: createHash('sha256').update(archive).digest('hex') }),
    )
    const runtime = await findElectronRuntime(root, node, { env, limits })
    expect(runtime).toMatchObject({ found: true, executable: join(root, 'node_modules/electron/dist/electron') })
    expect(readFileSync(join(root, 'node_modules/electron/dist/electron'), 'utf8')).toBe('the runtime')
    await expect(findElectronRuntime(root, node, { env, limits })).resolves.toEqual(runtime)
    expect(asked).toBe(1)
  })

  test('gives up when no byte comes, and remembers that for a day', async () => {
    const env = await mirror(() => {})
    const now = Date.now()
    const first = await findElectronRuntime(root, node, { env, limits: { firstByteMs: 1500, stalledMs: 1500 }, now })
    expect(first).toEqual({
      found: false,
      reason: 'the Electron runtime could not be downloaded: nothing came within 1.5 seconds',
    })
    const second = await findElectronRuntime(root, node, { env, limits, now: now + 3 * 60 * 60_000 })
    expect(second).toEqual({
      found: false,
      reason: expect.stringMatching(/could not be downloaded 3 hours ago.*delete .*electron-download-failed/),
    })
    const third = await findElectronRuntime(root, node, {
      env,
      limits: { firstByteMs: 1500, stalledMs: 1500 },
      now: now + 25 * 60 * 60_000,
    })
    expect(third).toMatchObject({ found: false, reason: expect.stringContaining('nothing came') })
  })

  test('tries another mirror although one failed', async () => {
    const refusing = await mirror((_request, response) => response.writeHead(404).end())
    const first = await findElectronRuntime(root, node, { env: refusing, limits })
    expect(first).toMatchObject({ found: false, reason: expect.stringContaining('404') })
    expect(existsSync(join(root, '.cache/electron-download-failed.json'))).toBe(true)
    const other = { ...refusing, ELECTRON_MIRROR: refusing.ELECTRON_MIRROR.replace('127.0.0.1', 'localhost') }
    await findElectronRuntime(root, node, { env: other, limits })
    expect(asked).toBe(2)
  })

  test('does not take an archive that is not the right one', async () => {
    const env = await mirror((_request, response) => response.end('something else'))
    writeFileSync(
      join(root, 'node_modules/electron/checksums.json'),
      JSON.stringify({ [archiveName()]: '0'.repeat(64) }),
    )
    await expect(findElectronRuntime(root, node, { env, limits })).resolves.toMatchObject({ found: false })
    expect(existsSync(join(root, 'node_modules/electron/dist'))).toBe(false)
  })
})

/** A server in the place of Electron's releases. */
async function mirror(answer: RequestListener) {
  asked = 0
  writeFileSync(join(root, 'node_modules/electron/checksums.json'), JSON.stringify({ [archiveName()]: '0'.repeat(64) }))
  const listening = createServer((request, response) => {
    asked += 1
    answer(request, response)
  })
  server = listening
  await new Promise<void>((resolve) => listening.listen(0, resolve))
  return {
    PATH: process.env.PATH,
    HOME: root,
    ELECTRON_MIRROR: `http://127.0.0.1:${(listening.address() as AddressInfo).port}/`,
    ELECTRON_INSTALL_PLATFORM: 'linux',
    ELECTRON_INSTALL_ARCH: 'x64',
    electron_config_cache: join(root, 'cache'),
  }
}

function electronVersion(): string {
  return JSON.parse(readFileSync(join(modules, 'electron/package.json'), 'utf8')).version
}

function archiveName(): string {
  return `electron-v${electronVersion()}-linux-x64.zip`
}

/** An archive of stored files: names and contents, in turn. */
function zip(...parts: string[]): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  for (let i = 0; i < parts.length; i += 2) {
    const name = Buffer.from(parts[i] ?? '')
    const content = Buffer.from(parts[i + 1] ?? '')
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt32LE(crc32(content), 10)
    common.writeUInt32LE(content.length, 14)
    common.writeUInt32LE(content.length, 18)
    common.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(0o100755 * 0x10000, 6)
    tail.writeUInt32LE(Buffer.concat(locals).length, 10)
    entries.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, tail, name]))
    locals.push(Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, name, content]))
  }
  const body = Buffer.concat(locals)
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(body.length, 16)
  return Buffer.concat([body, directory, end])
}
