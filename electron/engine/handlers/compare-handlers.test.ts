import { expect, onTestFinished, test } from 'vitest'
import type { EngineEventOf } from '../../../shared/contract/events.ts'
import { MOST_IGNORE_RULES } from '../../../shared/diff/ignore-rule.ts'
import { openReadOnlyStore } from '../compose/read-only-store.ts'
import { startEngine } from '../engine.ts'
import { tempFolder, until } from '../store/testing/temp-store.ts'
import { quietLog } from '../testing/quiet-log.ts'

test('keeps ignore rules per endpoint, tells every screen, and lets two of them add at once', async () => {
  const dataFolder = tempFolder()
  const engine = await startEngine({ dataFolder, receiver: { port: 0 }, log: quietLog() })
  onTestFinished(() => engine.close())
  const told: Array<EngineEventOf<'ignoreRules.changed'>> = []
  engine.subscribe((event) => event.event === 'ignoreRules.changed' && told.push(event))
  const change = (endpoint: string | null, add: string[], remove: string[] = []) =>
    engine.handlers['ignoreRules.change']({ endpoint, add, remove })
  await Promise.all([change('shop', ['/id', '/at']), change('shop', ['/at', 'Date']), change(null, ['__proto__'])])
  expect(await change('shop', [], ['/at'])).toEqual({ endpoint: 'shop', rules: ['/id', 'Date'] })
  const kept = [
    { endpoint: null, rules: ['__proto__'] },
    { endpoint: 'shop', rules: ['/id', 'Date'] },
  ]
  expect(await engine.handlers['ignoreRules.list']({})).toEqual(kept)
  await until(() => told.at(-1)?.rules.some(({ rules }) => rules.length === 2) === true)
  const many = Array.from({ length: MOST_IGNORE_RULES }, (_, index) => `/${index}`)
  await expect(change('shop', many)).rejects.toThrow(/at most 200 rules/)

  const reading = openReadOnlyStore(dataFolder)
  expect(await reading.handlers['ignoreRules.list']({})).toEqual(kept)
  await reading.close()
})
