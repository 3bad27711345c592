import { defineConfig } from '@playwright/test'

// Two suites, run one after the other by `npm test`: the screen in Chromium against the built engine, and the desktop app.

const asRoot = process.getuid?.() === 0
const chromium = process.env.HOOKBENCH_CHROMIUM

export default defineConfig({
  outputDir: 'test-results',
  globalSetup: './build/test/own-temporary-folder.mjs',
  timeout: 60_000,
  expect: { timeout: 10_000 },
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  use: { actionTimeout: 15_000, trace: 'retain-on-failure', screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'browser',
      testDir: 'e2e/browser',
      use: {
        browserName: 'chromium',
        viewport: { width: 1440, height: 900 },
        launchOptions: {
          // Unset, Playwright takes its own.
          ...(chromium ? { executablePath: chromium } : {}),
          args: [
            ...(asRoot ? ['--no-sandbox'] : []),
            '--disable-background-networking',
            '--disable-component-update',
            '--disable-sync',
            '--no-first-run',
            '--disable-gpu',
          ],
        },
      },
    },
    { name: 'desktop', testDir: 'e2e/desktop' },
  ],
})
