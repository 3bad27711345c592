import type { Page } from '@playwright/test'

/** As on a machine that is much slower, or busy. */
export async function slowDown(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: 6 })
}

/** Presses keys without waiting for what each does, as fast fingers on a slow machine. `Control+k`, `Enter`, or a letter. */
export async function typeAtOnce(page: Page, ...presses: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await Promise.all(
    presses.flatMap((press) => {
      const key = press.replace('Control+', '')
      const isControl = key !== press
      const text = isControl ? '' : (TEXTS[key] ?? key)
      const common = {
        key,
        modifiers: isControl ? CONTROL : 0,
        windowsVirtualKeyCode: CODES[key] ?? key.toUpperCase().charCodeAt(0),
      }
      return [
        session.send('Input.dispatchKeyEvent', { type: text === '' ? 'rawKeyDown' : 'keyDown', text, ...common }),
        session.send('Input.dispatchKeyEvent', { type: 'keyUp', ...common }),
      ]
    }),
  )
  await session.detach()
}

const CONTROL = 2
const CODES: Readonly<Record<string, number>> = { Enter: 13, Escape: 27 }
const TEXTS: Readonly<Record<string, string>> = { Enter: '\r', Escape: '' }
