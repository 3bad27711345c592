import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { callEngine } from '../support/call-engine.ts'
import { portOrAny } from '../support/free-port.ts'
import { githubWebhook } from '../support/github-examples.ts'
import { startHandler } from '../support/local-server.ts'
import { send, sendGithub, sendRaw } from '../support/send.ts'
import { type ServedEngine, serve } from '../support/served-engine.ts'
import { PAYMENT_INTENT, STRIPE_HEADERS, stripeEvent } from '../support/stripe-events.ts'
import { expect, test } from './browser-test.ts'
import { Screen } from './screen.ts'

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url))

// The pictures of the README. They are written anew only when asked for, since no two are alike to the byte.
for (const { file, colorScheme } of [
  { file: 'screen.png', colorScheme: 'dark' },
  { file: 'screen-light.png', colorScheme: 'light' },
] as const) {
  const path = join(DOCS, file)
  const isWanted = process.env.HOOKBENCH_PICTURES === '1' || !existsSync(path)
  // The usual ones, for the picture's sake.
  const portOf = (usual: number) => (isWanted ? portOrAny(usual) : 0)

  test.describe(`docs/${file}`, () => {
    test.use({ colorScheme, viewport: { width: 1440, height: 900 }, contextOptions: { reducedMotion: 'reduce' } })

    test('a picture of the screen at work', async ({ dataFolder, page }) => {
      // A handler as it is while it is written: it fails at first, then does its work.
      const handler = await startHandler(
        (request, response) => {
          const isFirst = handler.received.filter((one) => one.body.equals(request.body)).length === 1
          const fails = request.url === '/stripe' && isFirst
          response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' })
          response.end(fails ? '{"error":"no such order"}' : '{"received":true}')
        },
        await portOf(3000),
      )
      const target = `http://localhost:${new URL(handler.url).port}/*`
      await keepQuarterOfAnHour(dataFolder, target)
      const engine = await serve(dataFolder, { port: await portOf(4665), uiPort: await portOf(4666) })
      try {
        await replayNewest(engine, target.replace('/*', '/stripe'))
        const app = new Screen(page)
        await page.goto(engine.ui)
        await app
          .row(/payment_intent\.succeeded/)
          .first()
          .click()
        await expect(app.code()).toContainText('"id": "evt_1QabR')
        await expect(app.detail.getByRole('region', { name: 'Replay' })).toContainText('as captured')
        await expect(app.histogram).toHaveAccessibleName(/[1-9] failed/)
        await page.mouse.move(600, 890)
        // The code editor has its text in the page before it has drawn it.
        await expect(app.detail.locator('.monaco-editor .margin')).toContainText('25')
        // Its scrollbar shows for a moment whenever there is another text.
        await expect(app.detail.locator('.monaco-editor .scrollbar.vertical').first()).toHaveClass(/invisible/)
        await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
        await page.screenshot(isWanted ? { path } : {})
        if (colorScheme === 'dark') await guidePictures(app, isWanted)
      } finally {
        await engine.stop()
        await handler.close()
      }
    })
  })
}

/** What the guide shows: finding, comparing, types. */
async function guidePictures(app: Screen, isWanted: boolean): Promise<void> {
  const { page, filter } = app
  const picture = (name: string) => page.screenshot(isWanted ? { path: join(DOCS, 'guide', `${name}.png`) } : {})

  await filter.fill('provider:stripe body.data.object.amount:>1000')
  await filter.press('Enter')
  await filter.blur()
  await page.keyboard.press('g')
  await expect(page.getByRole('region', { name: 'Groups' })).toContainText('payment_intent.succeeded')
  await picture('search')
  await page.keyboard.press('g')

  await page.keyboard.press('b')
  await expect(page.getByRole('dialog', { name: 'Compare', exact: true })).toContainText('changed')
  await picture('compare')
  await page.keyboard.press('Escape')

  await page.keyboard.press('Shift+T')
  const types = app.dialog('Types of events')
  await expect(types.locator('.monaco-editor .view-lines')).toContainText('export interface')
  await expect(types.locator('.monaco-editor .scrollbar.vertical').first()).toHaveClass(/invisible/)
  await picture('types')
  await page.keyboard.press('Escape')
}

type Arrival =
  | { readonly kind: 'github'; readonly event: string }
  | { readonly kind: 'stripe'; readonly type: string; readonly answered?: number }
  | { readonly kind: 'probe' }
  | { readonly kind: 'malformed' }

const github = (event: string): Arrival => ({ kind: 'github', event })
const stripe = (type: string, answered?: number): Arrival => ({
  kind: 'stripe',
  type,
  ...(answered === undefined ? {} : { answered }),
})

/** Newest first, as the list shows them. */
const SHOWN: readonly Arrival[] = [
  stripe('payment_intent.succeeded'),
  github('push'),
  { kind: 'probe' },
  stripe('charge.refunded'),
  github('pull_request'),
  stripe('invoice.paid'),
  stripe('payment_intent.created', 503),
  github('issues'),
  github('check_run'),
  stripe('customer.subscription.updated'),
  { kind: 'malformed' },
  stripe('charge.succeeded'),
  github('release'),
  stripe('customer.updated'),
  github('workflow_run'),
  { kind: 'probe' },
  stripe('invoice.finalized'),
  github('issue_comment'),
  stripe('payout.paid', 500),
  github('star'),
]

/** Webhooks of a quarter of an hour, sent for real. Only when they came is told otherwise afterwards. */
async function keepQuarterOfAnHour(dataFolder: string, target: string): Promise<void> {
  const engine = await serve(dataFolder)
  await callEngine(engine, 'endpoints.add', { slug: 'stripe', name: 'stripe' })
  await callEngine(engine, 'endpoints.add', { slug: 'github', name: 'github' })
  await callEngine(engine, 'targets.save', { url: target, name: 'my app', allowSelfSigned: false })
  const staging = { url: 'https://staging.example.com/hooks/*', name: 'staging', allowSelfSigned: false }
  await callEngine(engine, 'targets.save', staging)
  const arrivals = [...SHOWN, ...SHOWN, ...SHOWN, ...SHOWN].reverse()
  for (const [number, arrival] of arrivals.entries()) {
    // Forwarding began a while ago.
    if (number === arrivals.length - 12) {
      const forward = { enabled: true, url: target, keepHost: false }
      await callEngine(engine, 'endpoints.setForward', { slug: 'github', forward })
    }
    await sendArrival(engine, arrival, number)
  }
  const newest = async () => (await callEngine(engine, 'captures.list', { limit: 100 })).captures
  // Which event a capture tells of is found behind the receiver.
  const identified = async () =>
    (await newest()).every(({ method, eventType }) => method !== 'POST' || eventType !== null)
  await expect.poll(identified).toBe(true)
  const captures = (await newest()).slice(0, 20)
  const pinned = captures.filter(({ eventType }) => eventType === 'invoice.paid').map(({ id }) => id)
  await callEngine(engine, 'captures.setPinned', { ids: pinned, pinned: true })
  const noted = captures.find(({ eventType }) => eventType?.startsWith('issues'))?.id ?? ''
  await callEngine(engine, 'captures.setNote', { id: noted, note: 'The label is missing here.' })
  expect(await engine.stop()).toBe(0)
  spreadOverTime(dataFolder)
}

async function sendArrival(engine: ServedEngine, arrival: Arrival, number: number): Promise<void> {
  switch (arrival.kind) {
    case 'github':
      await sendGithub(`${engine.receiver}/github`, githubWebhook(arrival.event))
      return
    case 'probe':
      await send(`${engine.receiver}/healthz?probe=${number}`, { method: 'GET' })
      return
    case 'malformed':
      await sendRaw(engine.receiver, 'hello?\r\n\r\n')
      return
    case 'stripe': {
      if (arrival.answered !== undefined) await answerStripe(engine, arrival.answered)
      const body = stripeEvent(arrival.type, { ...PAYMENT_INTENT, metadata: { order: `${6655 + number}` } }, number)
      await send(`${engine.receiver}/stripe`, { headers: STRIPE_HEADERS, body })
      if (arrival.answered !== undefined) await answerStripe(engine, 200)
    }
  }
}

async function answerStripe(engine: ServedEngine, status: number): Promise<void> {
  const body = { kind: 'text', text: '' } as const
  await callEngine(engine, 'endpoints.setAnswer', { slug: 'stripe', answer: { status, headers: [], body, delayMs: 0 } })
}

/** The engine must not run. Newer ones lie closer together, so that the list shows minutes and the histogram all of them. */
function spreadOverTime(dataFolder: string): void {
  const db = new Database(join(dataFolder, 'captures.db'))
  const seqs = db.prepare('SELECT seq FROM captures ORDER BY seq DESC').pluck().all() as number[]
  const now = Date.now() - 8_000
  for (const [place, seq] of seqs.entries()) {
    // Uneven, yet the same each time.
    const jitter = ((place * 7919) % 17) * 613
    const receivedAt = now - Math.round((place / seqs.length) ** 1.15 * 860_000) - jitter * (place === 0 ? 0 : 1)
    db.prepare('UPDATE captures SET received_at = ? WHERE seq = ?').run(receivedAt, seq)
    db.prepare('UPDATE deliveries SET started_at = ? WHERE capture_seq = ?').run(receivedAt + 6, seq)
  }
  db.close()
}

/** Once as it fails, once more after the handler was mended. */
async function replayNewest(engine: ServedEngine, url: string): Promise<void> {
  const [newest] = (await callEngine(engine, 'captures.list', { limit: 1 })).captures
  for (const status of [500, 200]) {
    const { outcome } = await callEngine(engine, 'replay.send', { captureId: newest?.id ?? '', url })
    expect(outcome).toMatchObject({ kind: 'answered', status })
  }
}
