import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'
import { type LocalServer, startHandler } from '../support/local-server.ts'
import { type ServedEngine, serve } from '../support/served-engine.ts'
import { Screen } from './screen.ts'

interface Fixtures {
  readonly dataFolder: string
  /** The built product, headless, on a data folder of its own. */
  readonly engine: ServedEngine
  /** Its screen, open in a browser. */
  readonly app: Screen
  /** A handler under development on localhost. */
  readonly handler: LocalServer
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
  dataFolder: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'browser-'))
    await use(folder)
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  },
  engine: async ({ dataFolder }, use) => {
    const engine = await serve(dataFolder)
    await use(engine)
    await engine.stop()
  },
  app: async ({ page, engine }, use) => {
    const watch = watchPage(page, engine.origin)
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'], { origin: engine.origin })
    await page.goto(engine.ui)
    await expect(page.getByRole('combobox', { name: 'Filter captures' })).toBeVisible()
    await use(new Screen(page))
    watch.expectNothingWrong()
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern.
  handler: async ({}, use) => {
    const handler = await startHandler()
    await use(handler)
    await handler.close()
  },
})

export { expect }

export interface PageWatch {
  /** That the page asked nobody but its own origin, and met no bug. */
  expectNothingWrong(): void
}

/** Notes what every test wants to know of a page: whom it asked, and what it threw. */
export function watchPage(page: Page, origin: string): PageWatch {
  const strangers: string[] = []
  const errors: string[] = []
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== origin && url.protocol !== 'data:') strangers.push(request.url())
  })
  page.on('websocket', (socket) => strangers.push(socket.url()))
  page.on('pageerror', (error) => errors.push(error.stack || String(error)))
  return {
    expectNothingWrong() {
      expect(strangers).toEqual([])
      expect(errors).toEqual([])
    },
  }
}
