import { createServer, type IncomingMessage, type Server } from 'node:http'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { expect } from '@playwright/test'
import { postWebhook, test } from './desktop-app.ts'

interface Received {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly rawHeaders: readonly string[]
  readonly body: string
}

/** A handler under development, as a user has one on localhost. */
let handler: Server
let handlerUrl: string
const received: Received[] = []

test.beforeEach(async () => {
  received.length = 0
  handler = createServer(async (request, response) => {
    const { method, url, rawHeaders } = request
    received.push({ method, url, rawHeaders, body: await bodyOf(request) })
    response.writeHead(418, { 'content-type': 'text/plain' }).end('handled')
  }).listen(0, '127.0.0.1')
  await new Promise((resolve) => handler.once('listening', resolve))
  handlerUrl = `http://127.0.0.1:${(handler.address() as AddressInfo).port}`
})

test.afterEach(() => {
  handler.closeAllConnections()
  handler.close()
})

test('a real webhook appears, is opened, edited and replayed to a real server', async ({ app }) => {
  const { page } = app
  const payload = JSON.stringify(githubPush())
  await postWebhook(`${app.receiverUrl}/hooks/github`, payload, { 'X-GitHub-Event': 'push', 'X-Odd': 'one' })

  const list = page.getByRole('listbox', { name: 'Captures' })
  await list.getByRole('option', { name: /push/ }).click()
  const detail = page.getByRole('region', { name: 'Detail of the capture' })
  await expect(detail.getByRole('heading', { name: 'push' })).toBeVisible()
  await expect(detail).toContainText('POST /hooks/github')

  await page.keyboard.press('e')
  const editor = page.getByRole('region', { name: 'Edit and replay' })
  await editor.getByRole('combobox', { name: 'Target' }).fill(`${handlerUrl}/local/*`)
  await editor.getByRole('combobox', { name: 'Method' }).fill('PUT')
  await editor.getByRole('textbox', { name: 'Value of X-Odd' }).fill('two')
  await editor.getByRole('button', { name: 'Text', exact: true }).click()
  await editor.getByRole('textbox', { name: 'Body to send' }).press('ControlOrMeta+A')
  // Without quotes and brackets, which the editor would close by itself.
  await page.keyboard.insertText('edited: é')
  await editor.getByRole('button', { name: 'Send', exact: true }).click()

  await expect(editor.getByRole('region', { name: 'Delivery' })).toContainText('418')
  expect(received).toHaveLength(1)
  const [request] = received
  expect(request).toMatchObject({ method: 'PUT', url: '/local/hooks/github', body: 'edited: é' })
  const headers = pairs(request?.rawHeaders ?? [])
  expect(headers).toContainEqual(['X-GitHub-Event', 'push'])
  expect(headers).toContainEqual(['X-Odd', 'two'])
  expect(headers).toContainEqual(['content-length', '10'])
})

test('a body that is not edited is replayed byte for byte', async ({ app }) => {
  const { page } = app
  const body = `{ "a" : 1,\r\n "a":2, "é":"\\u00e9" }\n`
  await postWebhook(`${app.receiverUrl}/exact`, body)
  await page.getByRole('listbox', { name: 'Captures' }).getByRole('option').first().click()
  const replay = page.getByRole('region', { name: 'Replay' })
  await replay.getByRole('combobox', { name: 'Target' }).fill(`${handlerUrl}/x`)
  await replay.getByRole('button', { name: 'Send', exact: true }).click()
  await expect.poll(() => received.map((request) => [request.url, request.body])).toEqual([['/x', body]])
})

test('the window says when the engine is away, and goes on when it is back', async ({ app }) => {
  const { page } = app
  await postWebhook(`${app.receiverUrl}/before`, '{}')
  const list = page.getByRole('listbox', { name: 'Captures' })
  await expect(list.getByRole('option', { name: /before/ })).toBeVisible()
  const { pid } = await app.control()
  process.kill(pid, 'SIGKILL')
  await expect.poll(async () => (await app.control()).pid).not.toBe(pid)
  const { receiver } = await app.control()
  await postWebhook(`http://127.0.0.1:${receiver.port}/after`, '{}')
  await expect(list.getByRole('option', { name: /after/ })).toBeVisible()
  await expect(list.getByRole('option', { name: /before/ })).toBeVisible()
})

function githubPush(): unknown {
  const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
    name: string
    examples: unknown[]
  }[]
  return examples.find((event) => event.name === 'push')?.examples[0]
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of request) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}

function pairs(flat: readonly string[]): [string, string][] {
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1] ?? ''] as [string, string]] : []))
}
