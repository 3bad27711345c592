import { expect, test } from 'vitest'
import { DEFAULT_SETTINGS } from '../../shared/settings/settings.ts'
import { SettingsService } from './settings-service.ts'
import { openTempStore } from './store/testing/temp-store.ts'
import { quietLog } from './testing/quiet-log.ts'

test('two changes at once are both kept, in memory and on disk', async () => {
  const { store } = openTempStore()
  const told: string[] = []
  const settings = new SettingsService(store, ({ theme }) => told.push(theme), quietLog())
  await Promise.all([settings.set({ theme: 'dark' }), settings.set({ receiverPort: 5000 })])
  expect(settings.get()).toEqual({ ...DEFAULT_SETTINGS, theme: 'dark', receiverPort: 5000 })
  expect(new SettingsService(store, () => {}, quietLog()).get()).toEqual(settings.get())
  expect(told).toEqual(['dark', 'dark'])
})

test.each(['{"theme":', '7', 'null', '{"theme":"plaid"}', '[]'])(
  'settings that cannot be read (%s) fall back to the defaults, and can be set again',
  async (json) => {
    const { store } = openTempStore()
    await store.queue.write(() => store.meta.set('settings', json))
    const settings = new SettingsService(store, () => {}, quietLog())
    expect(settings.get()).toEqual(DEFAULT_SETTINGS)
    expect(await settings.set({ theme: 'light' })).toEqual({ ...DEFAULT_SETTINGS, theme: 'light' })
  },
)
