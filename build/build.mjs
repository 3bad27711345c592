import { existsSync, globSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vite'

// Builds the screen into dist/renderer and the Node entries into dist/electron. Runs under Node 24 (run.mjs sees to it).

const root = fileURLToPath(new URL('..', import.meta.url))
const outDir = join(root, 'dist/electron')

/** Entries by the name of their output. Workers lie flat beside the rest: `worker-url.ts` looks for them there. */
function nodeEntries() {
  /** @type {Record<string, string>} */
  const entries = {
    main: 'electron/main.ts',
    engine: 'electron/engine/main.ts',
    cli: 'electron/cli/main.ts',
  }
  for (const path of globSync('electron/engine/**/*-worker.ts', { cwd: root })) entries[basename(path, '.ts')] = path
  const present = Object.entries(entries).filter(([, path]) => existsSync(join(root, path)))
  return Object.fromEntries(present.map(([name, path]) => [name, join(root, path)]))
}

/** What both Node builds share. Packages of node_modules stay outside: they are loaded from there when they run. */
const nodeBuild = /** @satisfies {import('vite').InlineConfig} */ ({
  root,
  configFile: false,
  logLevel: 'warn',
  ssr: { target: 'node', external: ['electron', 'better-sqlite3', 'localtunnel'] },
})

async function buildNodeEntries() {
  const input = nodeEntries()
  if (Object.keys(input).length === 0) return
  await build({
    ...nodeBuild,
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node24',
      sourcemap: true,
      minify: false,
      rolldownOptions: {
        input,
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  })
}

/** A sandboxed preload is one CommonJS file: it can require nothing but electron. */
async function buildPreload() {
  const entry = join(root, 'electron/preload.ts')
  if (!existsSync(entry)) return
  await build({
    ...nodeBuild,
    ssr: { ...nodeBuild.ssr, noExternal: true, external: ['electron'] },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: false,
      target: 'node20',
      sourcemap: false,
      minify: false,
      rolldownOptions: {
        input: entry,
        external: ['electron'],
        output: { format: 'cjs', entryFileNames: 'preload.cjs', codeSplitting: false },
      },
    },
  })
}

async function buildScreen() {
  if (!existsSync(join(root, 'renderer/index.html'))) return
  await build({ configFile: join(root, 'vite.config.ts'), logLevel: 'warn' })
}

try {
  await buildNodeEntries()
  await buildPreload()
  await buildScreen()
} catch (error) {
  // Rolldown's message already shows file, line and cause; its stack is the bundler's own.
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
