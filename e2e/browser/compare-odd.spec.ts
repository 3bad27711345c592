import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { send } from '../support/send.ts'
import { expect, test } from './browser-test.ts'

const JSON_TYPE = 'application/json'
const MIB = 1024 * 1024

interface OddPair {
  readonly what: string
  readonly left: string | Uint8Array
  readonly right: string | Uint8Array
  readonly type: string
  /** In the summary line. */
  readonly says: string
  readonly note: RegExp | null
}

const nested = (inner: string) => `${'[{"a":'.repeat(50_000)}${inner}${'}]'.repeat(50_000)}`
const values = (changed: number) =>
  `[${Array.from({ length: 1_500_000 }, (_, index) => (index === 700_000 ? changed : index % 97)).join()}]`

const PAIRS: OddPair[] = [
  {
    what: '100,000 levels',
    left: nested('1'),
    right: nested('2'),
    type: JSON_TYPE,
    says: '1 changed',
    note: null,
  },
  {
    what: 'invalid JSON',
    left: '{"a":1}',
    right: '{"a":1,}',
    type: JSON_TYPE,
    says: '1 changed',
    note: /Compared as text, since this is no valid JSON: the right at character 8\./,
  },
  {
    what: 'members of one name, and integers beyond 2^53',
    left: '{"n":9007199254740993,"a":1,"a":2}',
    right: '{"n":9007199254740992,"a":1,"a":3}',
    type: JSON_TYPE,
    says: '2 changed',
    note: /several members of one name/,
  },
  {
    what: 'NUL bytes',
    left: '{"a":"\u0000"}',
    right: '{"a":"\u0001"}',
    type: JSON_TYPE,
    says: '1 changed',
    note: /Compared by bytes, since neither side is text\./,
  },
  {
    what: 'a mark at the beginning',
    left: '\ufeff{"a":1}',
    right: '{"a":1}',
    type: JSON_TYPE,
    says: 'no difference',
    note: /not the same bytes: only the left begins with a byte order mark/,
  },
  {
    what: 'two charsets',
    left: Buffer.from('{"a":"é"}', 'latin1'),
    right: '{"a":"é"}',
    type: JSON_TYPE,
    says: 'no difference',
    note: /not the same bytes: windows-1252 on the left, utf-8 on the right/,
  },
  {
    what: 'bytes that are no text in their charset',
    left: Buffer.from('{"a":"\xfe"}', 'latin1'),
    right: Buffer.from('{"a":"\xff"}', 'latin1'),
    type: `${JSON_TYPE}; charset=utf-8`,
    says: '1 changed',
    note: /one character for each byte, since the left is no utf-8 and the right is no utf-8/,
  },
  {
    what: 'a million and a half values',
    left: values(1),
    right: values(2),
    type: JSON_TYPE,
    says: '1 changed',
    note: null,
  },
  {
    what: 'a million and a half lines',
    left: '\n'.repeat(1_500_000),
    right: '\n'.repeat(1_500_001),
    type: 'text/plain',
    says: '1 added',
    note: /more than 1000000 lines, so the bytes are compared/,
  },
  {
    what: '40 MiB',
    left: Buffer.alloc(40 * MIB, 'a'),
    right: Buffer.concat([Buffer.alloc(40 * MIB, 'a'), Buffer.from('b')]),
    type: JSON_TYPE,
    says: '1 added',
    note: /too large to compare by structure, so the bytes are compared/,
  },
]

for (const { what, left, right, type, says, note } of PAIRS) {
  test(`bodies of ${what} are compared, and how is said`, async ({ engine, app }) => {
    test.slow()
    const { page } = app
    for (const body of [left, right]) await send(`${engine.receiver}/odd`, { headers: { 'Content-Type': type }, body })
    await expect(app.row(/\/odd/)).toHaveCount(2)
    await app.open(/\/odd/)
    await page.keyboard.press('b')
    const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })
    await expect(dialog.getByText(says, { exact: true })).toBeVisible({ timeout: 60_000 })
    if (note !== null) await expect(dialog.getByText(note)).toBeVisible()
    // The page stays with the user, and the bytes are always there.
    await app.choice('How the bodies are compared', 'Bytes').click()
    await expect(dialog.getByRole('option').first()).toContainText('byte', { timeout: 60_000 })
  })
}

test('a file of 100 MB is compared with a capture', async ({ engine, app, dataFolder }) => {
  test.slow()
  const { page } = app
  const body = Buffer.alloc(60 * MIB, 'a line of text\n')
  await send(`${engine.receiver}/large`, { headers: { 'Content-Type': 'text/plain' }, body })
  const file = join(dataFolder, 'large.txt')
  await writeFile(file, Buffer.concat([body, Buffer.alloc(40 * MIB, 'b')]))
  await app.open(/\/large/)
  await page.keyboard.press('Shift+D')
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'A file…' }).click()
  await (await choosing).setFiles(file)
  const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })
  await expect(dialog.getByText('1 removed', { exact: true })).toBeVisible({ timeout: 90_000 })
  await expect(dialog.getByText(/too large to compare by structure, so the bytes are compared/)).toBeVisible()
})

test('a comparison is cancelled, and made anew', async ({ engine, app }) => {
  const { page } = app
  for (const last of ['a', 'b']) {
    await send(`${engine.receiver}/slow`, {
      headers: { 'Content-Type': JSON_TYPE },
      body: `[${Array.from({ length: 300_000 }, (_, index) => `"${last}${(index * 7919) % 300_007}"`).join()}]`,
    })
  }
  await expect(app.row(/\/slow/)).toHaveCount(2)
  await app.open(/\/slow/)
  // Bodies that never come: whoever waits can stop.
  await page.route('**/decoded-body', () => {})
  await page.keyboard.press('b')
  const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(dialog.getByRole('heading', { name: 'Cancelled' })).toBeVisible()
  await page.unroute('**/decoded-body')
  await dialog.getByRole('button', { name: 'Compare the bodies' }).click()
  await expect(dialog.getByRole('listbox', { name: 'Differences of the bodies' })).toBeVisible({ timeout: 60_000 })
})

test('bytes are compared as they were sent, too', async ({ engine, app }) => {
  const { page } = app
  for (const level of [1, 9]) {
    await send(`${engine.receiver}/packed`, {
      headers: { 'Content-Type': JSON_TYPE, 'Content-Encoding': 'gzip' },
      body: gzipSync(JSON.stringify({ text: 'abcabcabcabcabc'.repeat(200) }), { level }),
    })
  }
  await expect(app.row(/\/packed/)).toHaveCount(2)
  await app.open(/\/packed/)
  await page.keyboard.press('b')
  const dialog = page.getByRole('dialog', { name: 'Compare', exact: true })
  await expect(dialog.getByRole('heading', { name: 'No difference' })).toBeVisible()
  await app.choice('How the bodies are compared', 'Decoded bytes').click()
  await expect(dialog.getByRole('heading', { name: 'No difference' })).toBeVisible()
  await app.choice('How the bodies are compared', 'Bytes as sent').click()
  await expect(dialog.getByRole('option').first()).toContainText('1f 8b 08')
})
