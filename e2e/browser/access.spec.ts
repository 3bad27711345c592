import { AxeBuilder } from '@axe-core/playwright'
import { callEngine } from '../support/call-engine.ts'
import { githubWebhook } from '../support/github-examples.ts'
import { sendGithub, sendJson } from '../support/send.ts'
import { expect, test } from './browser-test.ts'
import type { Screen } from './screen.ts'

for (const colorScheme of ['dark', 'light'] as const) {
  test.describe(`in ${colorScheme}`, () => {
    test.use({ colorScheme, contextOptions: { reducedMotion: 'reduce' } })

    test('the code editor has the colours of the theme', async ({ engine, app }) => {
      await sendJson(`${engine.receiver}/x`, { type: 'a.b' })
      await app.open(/a\.b/)
      await expect(app.code()).toContainText('"type"')
      const key = app.code().getByText('"type"')
      await expect(key).toHaveCSS('color', colorScheme === 'dark' ? 'rgb(158, 203, 255)' : 'rgb(31, 79, 178)')
    })

    test('axe finds nothing serious', async ({ engine, app, handler }) => {
      const { page, detail, editor } = app
      await test.step('first run', async () => {
        await expect(page.getByText('Waiting for the first webhook')).toBeVisible()
        await expectAccessible(app)
      })
      await test.step('list and detail', async () => {
        await sendGithub(`${engine.receiver}/x?a=1`, githubWebhook('issues'))
        await sendJson(`${engine.receiver}/y`, { type: 'a.b' })
        await app.open(/issues/)
        await page.keyboard.press('p')
        await expect(app.row(/pinned/)).toBeVisible()
        await detail.getByRole('combobox', { name: 'Target' }).fill(`${handler.url}/*`)
        await detail.getByRole('button', { name: 'Send', exact: true }).click()
        await expect(app.row(/sent on, times:/)).toBeVisible()
        await expect(app.code()).toContainText('"action"')
        await expectAccessible(app)
      })
      for (const tab of [/^Headers/, /^Query/, 'Signature', /^Deliveries/, 'Raw', /^Notes/]) {
        await test.step(`tab ${tab}`, async () => {
          await app.tab(tab).click()
          await expect(app.tab(tab)).toHaveAttribute('aria-selected', 'true')
          await expectAccessible(app)
        })
      }
      await test.step('editor', async () => {
        await page.keyboard.press('Escape')
        await app.list.focus()
        await page.keyboard.press('e')
        await app.choice('Body', 'Text').click()
        await expect(editor.getByRole('textbox', { name: 'Body to send' })).toBeVisible()
        await editor.getByRole('button', { name: 'Send', exact: true }).click()
        await expect(editor.getByRole('region', { name: 'Delivery' })).toContainText('200')
        await expectAccessible(app)
        await editor.getByRole('button', { name: 'Back to the capture' }).click()
      })
      for (const tab of ['General', 'Retention', 'Data', 'Log and diagnostics']) {
        await test.step(`settings, ${tab}`, async () => {
          const settings = await app.openSettings(tab)
          await expectAccessible(app)
          await settings.getByRole('button', { name: 'Close' }).click()
          await expect(settings).toBeHidden()
        })
      }
      await test.step('keys and palette', async () => {
        await app.list.focus()
        await page.keyboard.press('?')
        await expect(app.dialog('Keys')).toBeVisible()
        await expectAccessible(app)
        await page.keyboard.press('Escape')
        await page.keyboard.press('ControlOrMeta+k')
        await expect(page.getByRole('combobox', { name: 'Commands' })).toBeFocused()
        await expectAccessible(app)
      })
    })

    test('axe finds nothing serious about finding', async ({ engine, app }) => {
      const { page, filter } = app
      await sendJson(`${engine.receiver}/y`, { type: 'a.b' })
      await expect(app.row(/a\.b/)).toBeVisible()
      await page.keyboard.press('g')
      await expect(page.getByRole('region', { name: 'Groups' }).getByRole('button', { name: /^a\.b/ })).toBeVisible()
      await filter.fill('status:')
      await filter.press('ArrowDown')
      await expect(page.getByRole('option', { name: /^2xx/ })).toHaveAttribute('aria-selected', 'true')
      await expectAccessible(app)
      await filter.fill('status:abc')
      await expect(page.getByText('Expected a status')).toBeVisible()
      await expectAccessible(app)
      await filter.fill('a.b')
      await page.getByRole('button', { name: 'Save this filter' }).click()
      await app.dialog('Save filter').getByRole('textbox', { name: 'Name' }).fill('All of it')
      await page.keyboard.press('Enter')
      await expect(app.sidebar.getByRole('button', { name: /^All of it/ }).first()).toBeVisible()
      await page.getByRole('button', { name: 'How to filter' }).click()
      await expect(page.getByRole('dialog', { name: 'How to filter' })).toBeVisible()
      await expectAccessible(app)
    })

    test('axe finds nothing serious about signatures', async ({ engine, app }) => {
      const { page, detail, editor } = app
      await callEngine(engine, 'secrets.add', { endpoint: 'default', name: 'A', kind: 'secret', value: 'it is secret' })
      await sendGithub(`${engine.receiver}/x`, githubWebhook('issues'))
      await app.open(/signature invalid/)
      await app.tab('Signature').click()
      await expect(detail.getByRole('region', { name: 'Causes' })).toBeVisible()
      await expect(detail.getByRole('region', { name: 'Verify it in your code' }).locator('pre')).toBeVisible()
      await expectAccessible(app)
      await app.choice('Signature', 'Break').click()
      await expectAccessible(app)
      await app.choice('Signature', 'Keep').click()
      await detail.getByRole('button', { name: 'Edit', exact: true }).click()
      await app.choice('Signature', 'Re-sign').click()
      await expect(editor.getByRole('combobox', { name: 'Secret to sign with' })).toBeVisible()
      await expectAccessible(app)
      await app.endpointMenu('default', 'Provider and secrets…')
      const dialog = page.getByRole('dialog')
      await dialog.getByRole('button', { name: 'Show A' }).click()
      await dialog.getByRole('button', { name: 'Add a secret…' }).click()
      await dialog.getByRole('button', { name: 'Provider' }).click()
      await dialog.getByRole('combobox', { name: 'Provider', exact: true }).fill('str')
      await expect(page.getByRole('option', { name: /^Stripe/ }).first()).toBeVisible()
      await expectAccessible(app)
      await page.keyboard.press('Escape')
      await dialog.getByRole('button', { name: 'Own scheme' }).click()
      await expect(dialog.getByRole('region', { name: 'Preview' })).toBeVisible()
      await expectAccessible(app)
    })

    test('axe finds nothing serious about comparing and reading', async ({ engine, app }) => {
      const { page, detail } = app
      for (let n = 1; n <= 3; n++) {
        await sendJson(`${engine.receiver}/c`, { id: n, type: 'c.d', at: 1_700_000_000 + n, json: `{"n":${n}}` })
      }
      await expect(app.row(/c\.d/)).toHaveCount(3)
      await app.open(/c\.d/)
      await app.choice('View', 'Tree').click()
      await detail.getByRole('textbox', { name: 'JSONPath' }).fill('$..id')
      await expect(detail.getByRole('status', { name: 'Matches' })).toHaveText('1 of 1')
      await detail.getByRole('treeitem', { name: /^json/ }).click()
      await page.keyboard.press('Enter')
      await expectAccessible(app)
      await detail.getByRole('textbox', { name: 'JSONPath' }).fill('$.[')
      await expect(detail.getByText(/At character/)).toBeVisible()
      await expectAccessible(app)
      await app.list.focus()
      await page.keyboard.press('m')
      await page.keyboard.press('Shift+d')
      await expect(app.dialog('Compare with…')).toBeVisible()
      await expectAccessible(app)
      await page.keyboard.press('Escape')
      await page.keyboard.press('b')
      const dialog = app.dialog('Compare')
      await expect(dialog.getByText('Always differs in the last')).toBeVisible()
      await page.keyboard.press('i')
      await dialog.getByRole('button', { name: 'Show ignored' }).click()
      await expectAccessible(app)
      await app.choice('How the bodies are compared', 'Bytes').click()
      await expect(dialog.getByRole('option').first()).toContainText('00000000')
      await expectAccessible(app)
    })

    test('axe finds nothing serious about sharing', async ({ engine, app }) => {
      const { page } = app
      await sendJson(`${engine.receiver}/shop?token=abc`, { type: 'order.paid', email: 'jo@example.com' })
      await expect(app.rows()).toHaveCount(1)
      await page.keyboard.press('Shift+E')
      const exporting = app.dialog('Export captures')
      await expect(exporting.getByLabel('As it will be shared')).toContainText('[email-1]')
      await expectAccessible(app)
      await exporting.getByRole('button', { name: 'Export', exact: true }).click()
      await expect(exporting.getByText(/^Saved as/)).toBeVisible()
      await expectAccessible(app)
      await page.keyboard.press('Escape')
      await page.keyboard.press('Shift+I')
      const importing = app.dialog('Import captures')
      await importing.getByRole('textbox').fill('curl http://h/a -d x -k')
      await expect(importing.getByText('1 request:')).toBeVisible()
      await expectAccessible(app)
      await importing.getByRole('button', { name: 'Read it' }).click()
      await expect(importing.getByRole('button', { name: 'Import', exact: true })).toBeVisible()
      await expectAccessible(app)
      await page.keyboard.press('Escape')
      const settings = await app.openSettings('Sharing')
      await settings.getByRole('button', { name: 'Add pattern' }).click()
      await expect(settings.getByLabel('As it would be shared')).toContainText('[email-1]')
      await expectAccessible(app)
    })

    test('axe finds nothing serious about the public URL', async ({ app }) => {
      const dialog = await app.openTunnelSettings()
      await expect(dialog.getByText('Ready to be used here')).toBeVisible()
      await expectAccessible(app)
      await dialog.getByRole('radio', { name: 'Cloudflare Tunnel' }).click()
      await dialog.getByRole('button', { name: 'Host name of my own' }).click()
      await expect(dialog.getByRole('textbox', { name: 'Public host name' })).toHaveAttribute('aria-invalid')
      await expectAccessible(app)
      await dialog.getByRole('tab', { name: 'Now' }).click()
      await expect(dialog.getByText('There is no public URL')).toBeVisible()
      await expectAccessible(app)
      await app.page.keyboard.press('Escape')
      await app.endpointMenu('Default', 'Public URL and QR code…')
      const endpoint = app.dialog('Default')
      await endpoint.getByRole('tab', { name: 'Access' }).click()
      await endpoint.getByRole('switch', { name: 'Basic auth' }).click()
      await expectAccessible(app)
    })
  })
}

async function expectAccessible({ page }: Screen): Promise<void> {
  // What fades in has not its own colours yet.
  await page.waitForFunction(() => document.getAnimations().every((one) => one.playState !== 'running'))
  const axe = new AxeBuilder({ page })
    // What is right is not described, which takes most of the time; no frame is here that needs a page of its own.
    .options({ resultTypes: ['violations'] })
    .setLegacyMode()
  const { violations } = await axe.analyze()
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  const described = grave.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 5).map((node) => `${node.html.slice(0, 200)} ${node.failureSummary?.slice(0, 250)}`),
  }))
  expect(described).toEqual([])
}
