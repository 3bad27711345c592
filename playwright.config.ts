import { defineConfig } from '@playwright/test'

// Two suites, run one after the other by `npm test`: the screen in Chromium against the built engine, and the desktop app.

const asRoot = process.getuid?.() === 0
const chromium = process.env.HOOKBENCH_CHROMIUM

export default defineConfig({
  outputDir: 'test-results',
  globalSetup: './build/test/own-temporary-folder.mjs',
  // As on a busy machine: none of them is waited for where all is well.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // Walks do not meet: each has an engine, a data folder and a page of its own, and each worker its browser.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  use: {
    actionTimeout: 20_000,
    // Recording every walk takes a third more; one that failed is recorded when it is run again with --trace=on.
    trace: 'off',
    screenshot: 'only-on-failure',
  },
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
    // Apps that start side by side would wait for each other.
    { name: 'desktop', testDir: 'e2e/desktop', workers: 1 },
  ],
})
