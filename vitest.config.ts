import { defineConfig } from 'vitest/config'

// A config of its own: Vitest would otherwise take vite.config.ts, whose root is the screen.
export default defineConfig({
  test: {
    include: ['{shared,electron,build,renderer}/**/*.test.{ts,tsx}', 'e2e/sdk/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    maxWorkers: 2,
  },
})
