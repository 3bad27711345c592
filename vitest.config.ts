import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

// Many tests start the command, the engine or a thread from its sources: compiled once instead of every time.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('.cache/compiled', import.meta.url))

// A config of its own: Vitest would otherwise take vite.config.ts, whose root is the screen.
export default defineConfig({
  test: {
    include: ['{shared,electron,build,renderer}/**/*.test.{ts,tsx}', 'e2e/{sdk,tools}/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    globalSetup: 'build/test/own-temporary-folder.mjs',
    // More than the cores of a small machine: a file that waits leaves them to another.
    maxWorkers: 3,
    // Processes: under load, V8 has crashed in the pool of threads.
    pool: 'forks',
    // No module keeps what a test would notice, so the files that a worker runs share what it has loaded.
    isolate: false,
  },
})
