import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runCommand } from './testing/run-command.ts'
import { type Serving, startServing } from './testing/run-hookbench.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-types-'))
const data = path.join(folder, 'data')
let serving: Serving

const post = (slug: string, body: string, headers = {}) =>
  fetch(new URL(`/${slug}`, serving.receiver), { method: 'POST', body, headers })

beforeAll(async () => {
  serving = await startServing(data)
  await post('one', '{"type":"order.paid","id":"o_1","amount":1}')
  await post('two', '{"type":"order.paid","id":"o_2","amount":2.5,"note":null}')
  await post('form', 'a=1&b=x&b=y', { 'content-type': 'application/x-www-form-urlencoded' })
}, 60_000)

afterAll(async () => {
  await serving.stop()
  rmSync(folder, { recursive: true, force: true })
})

test('the types of an event come from all its captures, with Hookbench running or not', {
  timeout: 90_000,
}, async () => {
  const args = ['types', '--event', 'order.paid', '--data', data]
  const running = await runCommand(args)
  expect({ code: running.code, stderr: running.stderr }).toEqual({ code: 0, stderr: '' })
  expect(running.stdout.toString()).toContain(`export interface OrderPaid {
  id: string
  type: string
  amount: number
  /** In 1 of 2. */
  note?: null
}`)
  expect(running.stdout.toString()).toMatch(/^\/\*\* From 2 captures of order\.paid at default, the newest of 20/)

  await serving.stop()
  const alone = await runCommand(args)
  expect(alone.stdout.toString()).toBe(running.stdout.toString())
  serving = await startServing(data)
})

test('a form counts as strings, and what has no event type has types too', { timeout: 60_000 }, async () => {
  const { stdout } = await runCommand(['types', '--event', '', '--lang', 'zod', '--data', data])
  expect(stdout.toString()).toContain('a: z.string(),\n  b: z.array(z.string()),')
})

test('lists what there is, writes a file, and names what an unknown event may have meant', {
  timeout: 90_000,
}, async () => {
  const list = await runCommand(['types', '--data', data])
  expect(list.stdout.toString()).toBe('      1  (no event type)  default\n      2  order.paid  default\n')

  const file = path.join(folder, 'order.json')
  const written = await runCommand(['types', '--event', 'order.paid', '--lang', 'schema', '-o', file, '--data', data])
  expect(written.stderr).toBe(`Types of 2 captures, in ${file}.\n`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    title: 'OrderPaid',
    required: ['id', 'type', 'amount'],
  })

  const unknown = await runCommand(['types', '--event', 'order.payed', '--data', data])
  expect(unknown.code).toBe(1)
  expect(unknown.stderr).toBe(
    'hookbench: There are no captures of "order.payed" to make types from. Did you mean "order.paid"?\n',
  )
})
