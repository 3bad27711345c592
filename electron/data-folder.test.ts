import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder, defaultDataFolder } from './data-folder.ts'

test('follows the place that each platform keeps application data in', () => {
  const home = '/home/ada'
  expect(defaultDataFolder({ platform: 'linux', env: {}, home })).toBe('/home/ada/.local/share/hookbench')
  expect(defaultDataFolder({ platform: 'linux', env: { XDG_DATA_HOME: '/data' }, home })).toBe('/data/hookbench')
  expect(defaultDataFolder({ platform: 'darwin', env: {}, home })).toBe(
    '/home/ada/Library/Application Support/Hookbench',
  )
  expect(defaultDataFolder({ platform: 'win32', env: { APPDATA: '/roaming' }, home })).toBe('/roaming/Hookbench')
})

test('prefers what was asked for over the environment, and both over the usual place', () => {
  const env = { HOOKBENCH_DATA: '/from-env' }
  expect(dataFolder({ asked: 'here', env })).toBe(resolve('here'))
  expect(dataFolder({ env })).toBe('/from-env')
  expect(dataFolder({ env: {}, platform: 'linux', home: '/h' })).toBe('/h/.local/share/hookbench')
})
