import { expect, type Locator, type Page } from '@playwright/test'

/** The screen by what a person sees and a screen reader says. */
export class Screen {
  readonly page: Page
  readonly list: Locator
  readonly filter: Locator
  readonly histogram: Locator
  readonly detail: Locator
  readonly editor: Locator
  readonly sidebar: Locator
  readonly selectionBar: Locator
  /** The public URL in the top bar, and how its tunnel does. */
  readonly publicUrl: Locator

  constructor(page: Page) {
    this.page = page
    this.list = page.getByRole('listbox', { name: 'Captures' })
    this.filter = page.getByRole('combobox', { name: 'Filter captures' })
    this.histogram = page.getByRole('img', { name: /last 15 minutes/i })
    this.detail = page.getByRole('region', { name: 'Detail of the capture' })
    this.editor = page.getByRole('region', { name: 'Edit and replay' })
    this.sidebar = page.getByRole('navigation', { name: 'Endpoints and targets' })
    this.selectionBar = page.getByRole('toolbar', { name: 'Selected captures' })
    this.publicUrl = page.getByRole('group', { name: 'Public URL', exact: true })
  }

  /** A row of the list. */
  row(text: string | RegExp): Locator {
    return this.list.getByRole('option', { name: text })
  }

  rows(): Locator {
    return this.list.getByRole('option')
  }

  /** Opens a capture as with the mouse, and waits until the detail shows it. */
  async open(row: string | RegExp): Promise<void> {
    await this.row(row).first().click()
    await expect(this.detail.getByRole('heading', { level: 2 }).first()).toBeVisible()
  }

  tab(name: string | RegExp): Locator {
    return this.detail.getByRole('tab', { name })
  }

  /** One of a few that are all in view, such as how a body is shown. */
  choice(group: string, name: string | RegExp): Locator {
    return this.page.getByRole('group', { name: group, exact: true }).getByRole('button', { name })
  }

  dialog(name: string): Locator {
    return this.page.getByRole('dialog', { name })
  }

  /** The value beside a name in a table of pairs. */
  pair(table: string, name: string): Locator {
    const row = this.page
      .getByRole('table', { name: table, exact: true })
      .getByRole('row')
      .filter({ has: this.page.getByRole('rowheader', { name, exact: true }) })
    return row.getByRole('cell').first()
  }

  /** Names and values of a table, in order. */
  async pairs(table: string): Promise<[string, string][]> {
    const rows = this.page.getByRole('table', { name: table, exact: true }).getByRole('row')
    const texts = await rows.evaluateAll((all) =>
      all.map((row) =>
        [...row.querySelectorAll('th[scope=row], td')].map((cell) => cell.firstChild?.textContent ?? ''),
      ),
    )
    return texts.filter((cells) => cells.length > 0).map(([name = '', value = '']) => [name, value])
  }

  /** The text of the code editor, as far as it is drawn. */
  code(): Locator {
    return this.detail.locator('.monaco-editor .view-lines')
  }

  async endpointMenu(name: string, entry: string): Promise<void> {
    const endpoints = this.sidebar.getByRole('region', { name: 'Endpoints' })
    await endpoints.getByRole('button', { name }).first().hover()
    await endpoints.getByRole('button', { name: `Actions on ${name}` }).click()
    await this.page.getByRole('menuitem', { name: entry }).click()
  }

  /** The window of the public URL, on the tab for its kind and settings. */
  async openTunnelSettings(): Promise<Locator> {
    await this.publicUrl.getByRole('button', { name: 'Public URL settings' }).click()
    const dialog = this.page.getByRole('dialog', { name: 'Public URL', exact: true })
    await dialog.getByRole('tab', { name: 'Kind and settings' }).click()
    return dialog
  }

  async openSettings(tab: string): Promise<Locator> {
    await this.sidebar.getByRole('button', { name: 'Settings' }).click()
    const settings = this.dialog('Settings')
    await settings.getByRole('tab', { name: tab }).click()
    return settings
  }
}
