import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { projectRoot } from '../setup/project-root.mjs'

let folder = ''

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hookbench-parent-'))
})

afterEach(() => rmSync(folder, { recursive: true, force: true }))

test.skipIf(process.platform === 'win32')('ends when the shell that npm started it through was ended', async () => {
  const module = pathToFileURL(join(projectRoot, 'build/commands/end-with-parent.mjs')).href
  const script = join(folder, 'script.mjs')
  writeFileSync(
    script,
    `import { endWithParent } from ${JSON.stringify(module)}
     endWithParent()
     process.on('SIGTERM', () => { console.log('ended'); process.exit(0) })
     setInterval(() => {}, 1000)
     console.log('up')`,
  )
  // The second command keeps the shell from becoming node itself.
  const shell = spawn('sh', ['-c', `"${process.execPath}" "${script}"; true`], {
    env: { ...process.env, npm_lifecycle_event: 'start' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  shell.stdout.setEncoding('utf8').on('data', (chunk) => {
    output += chunk
  })
  await expect.poll(() => output, { timeout: 10_000 }).toBe('up\n')
  shell.kill('SIGTERM')
  await expect.poll(() => output, { timeout: 10_000 }).toBe('up\nended\n')
})
