import type { Page } from '@playwright/test'
import { callEngine } from '../support/call-engine.ts'
import { listen } from '../support/local-server.ts'
import { send, sendJson, sendRaw } from '../support/send.ts'
import type { ServedEngine } from '../support/served-engine.ts'
import { expect, test } from './browser-test.ts'

// Every attacker here has the best cards: the address of the control port, and once even the token.

test('a page of another origin reads nothing and changes nothing', async ({ engine, page }) => {
  await sendJson(`${engine.receiver}/secret`, { type: 'secret.thing' })
  const [secret] = (await callEngine(engine, 'captures.list', {})).captures
  await visitStranger(page, '<h1>Stranger</h1>', async () => {
    const attempts = await page.evaluate(tryEverything, {
      origin: engine.origin,
      token: engine.token,
      captureId: secret?.id ?? '',
    })
    expect(attempts).toEqual({
      'call with the token': 'refused',
      'call without a token': 'refused',
      'events with the token': 'refused',
      'event source': 'refused',
      'body with the token': 'refused',
      'upload with the token': 'refused',
      'page itself': 'refused',
      'script of the screen': 'refused',
      'image of the screen': 'refused',
      'blind call': 'refused',
      'blind upload': 'refused',
      'opened window': 'out of reach',
    })
  })
  await expectUntouched(engine)
})

test('a form of another origin changes nothing', async ({ engine, page }) => {
  const field = JSON.stringify({ slug: 'evil', name: 'Evil', rest: '' }).slice(0, -2)
  const form = `<form method="post" enctype="text/plain" action="${engine.origin}/api/call/endpoints.add">
    <input name='${field}' value='"}'><button>Win a prize</button></form>`
  await visitStranger(page, form, async () => {
    const answered = page.waitForResponse((response) => response.url().startsWith(engine.origin))
    await page.getByRole('button', { name: 'Win a prize' }).click()
    expect((await answered).status()).toBe(403)
  })
  await expectUntouched(engine)
})

test('the screen is not shown in a frame of another page', async ({ engine, page }) => {
  await visitStranger(page, `<iframe title="Screen" src="${engine.ui}"></iframe>`, async () => {
    const refused = page.frames().find((frame) => frame !== page.mainFrame())
    await expect.poll(() => refused?.url()).toMatch(/^chrome-error:/)
  })
  const { headers } = await fetch(engine.origin)
  expect(headers.get('x-frame-options')).toBe('DENY')
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
})

test('a wrong Host, as after DNS rebinding, gets nothing', async ({ engine }) => {
  const { port } = new URL(engine.origin)
  for (const host of [`evil.example:${port}`, 'evil.example', `127.0.0.1.evil.example:${port}`, '']) {
    for (const target of ['GET /', 'GET /api/events', 'POST /api/call/engine.state']) {
      const head = `${target} HTTP/1.1\r\nHost: ${host}\r\nX-Hookbench-Token: ${engine.token}\r\nConnection: close\r\n\r\n`
      expect(await sendRaw(engine.origin, head), `${target} for ${host}`).toMatch(/^HTTP\/1\.1 40[03] /)
    }
  }
  expect((await callEngine(engine, 'engine.state', {})).store.kind).toBe('ok')
})

test('a missing or wrong token gets nothing, and the right one does', async ({ engine }) => {
  await sendJson(`${engine.receiver}/secret`, {})
  const [capture] = (await callEngine(engine, 'captures.list', {})).captures
  const paths = [
    ['POST', '/api/call/captures.list'],
    ['GET', '/api/events'],
    ['GET', `/captures/${capture?.id}/body`],
    ['POST', '/uploads'],
  ] as const
  for (const [method, path] of paths) {
    for (const token of [undefined, '', 'x', engine.token.slice(0, -1), `${engine.token}x`]) {
      const headers = token === undefined ? {} : { 'X-Hookbench-Token': token }
      const answer = await send(`${engine.origin}${path}`, { method, headers })
      expect(answer.status, `${method} ${path} with the token ${token}`).toBe(403)
      expect(answer.body).not.toContain('secret')
    }
  }
  // A token in the URL would end up in logs and histories.
  expect((await send(`${engine.origin}/api/call/captures.list?token=${engine.token}`)).status).toBe(403)
  const allowed = await send(`${engine.origin}/captures/${capture?.id}/body`, {
    method: 'GET',
    headers: { 'X-Hookbench-Token': engine.token },
  })
  expect(allowed).toMatchObject({ status: 200, body: '{}' })
})

test('a screen without its token says how to get in, and shows nothing', async ({ engine, page }) => {
  await sendJson(`${engine.receiver}/secret`, { type: 'secret.thing' })
  for (const address of [engine.origin, `${engine.origin}/#token=wrong`]) {
    await page.goto('about:blank')
    await page.goto(address)
    await expect(page.getByRole('alert').filter({ hasText: 'This page is not let in' })).toBeVisible()
    await expect(page.getByText('secret')).toHaveCount(0)
  }
})

test('the receiver knows nothing of the control side', async ({ engine }) => {
  const paths = ['/', '/index.html', '/api/events', '/api/call/engine.state', '/captures', '/uploads', '/control.json']
  for (const path of paths) {
    const answer = await send(`${engine.receiver}${path}`, {
      headers: { 'X-Hookbench-Token': engine.token, 'Content-Type': 'application/json' },
      body: '{}',
    })
    expect(answer, path).toMatchObject({ status: 200, body: '{"ok":true}' })
  }
  const { captures } = await callEngine(engine, 'captures.list', {})
  expect(captures.map((capture) => capture.target).reverse()).toEqual(paths)
})

/** Opens a page of another origin, which may do as it likes. */
async function visitStranger(page: Page, html: string, work: () => Promise<void>): Promise<void> {
  const stranger = await listen((_, response) => response.setHeader('content-type', 'text/html').end(html))
  try {
    await page.goto(stranger.url)
    await work()
  } finally {
    await stranger.close()
  }
}

async function expectUntouched(engine: ServedEngine): Promise<void> {
  const endpoints = await callEngine(engine, 'endpoints.list', {})
  expect(endpoints.map((endpoint) => endpoint.slug)).toEqual(['default'])
}

interface Attack {
  readonly origin: string
  readonly token: string
  readonly captureId: string
}

/** Runs in the stranger's page. */
async function tryEverything({ origin, token, captureId }: Attack): Promise<Record<string, string>> {
  const evil = JSON.stringify({ slug: 'evil', name: 'Evil' })
  const withToken = { 'X-Hookbench-Token': token }
  const fetched = (path: string, init?: RequestInit) =>
    fetch(origin + path, init).then(
      async (response) => `answered: ${response.type} ${await response.text()}`,
      () => 'refused',
    )
  const loaded = (element: HTMLScriptElement | HTMLImageElement) =>
    new Promise<string>((resolve) => {
      element.onload = () => resolve('loaded')
      element.onerror = () => resolve('refused')
      document.body.append(element)
    })
  const eventSource = () =>
    new Promise<string>((resolve) => {
      const source = new EventSource(`${origin}/api/events`)
      source.onopen = () => resolve('open')
      source.onerror = () => resolve('refused')
    })
  const opened = async () => {
    const other = window.open(`${origin}/#token=${token}`)
    // Once its page has answered, its opener policy has cut the tie.
    for (let tries = 0; tries < 200 && other !== null && !other.closed; tries += 1) {
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    return other === null || other.closed ? 'out of reach' : 'in reach'
  }
  return {
    'call with the token': await fetched('/api/call/endpoints.add', { method: 'POST', headers: withToken, body: evil }),
    'call without a token': await fetched('/api/call/endpoints.add', { method: 'POST', body: evil }),
    'events with the token': await fetched('/api/events', { headers: withToken }),
    'event source': await eventSource(),
    'body with the token': await fetched(`/captures/${captureId}/body`, { headers: withToken }),
    'upload with the token': await fetched('/uploads', { method: 'POST', headers: withToken, body: 'x' }),
    'page itself': await fetched('/'),
    'script of the screen': await loaded(
      Object.assign(document.createElement('script'), { src: `${origin}/theme.js` }),
    ),
    'image of the screen': await loaded(Object.assign(new Image(), { src: `${origin}/icon.svg` })),
    'blind call': await fetched('/api/call/endpoints.add', { method: 'POST', mode: 'no-cors', body: evil }),
    'blind upload': await fetched('/uploads', { method: 'POST', mode: 'no-cors', body: 'x' }),
    'opened window': await opened(),
  }
}
