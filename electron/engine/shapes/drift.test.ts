import { expect, onTestFinished, test } from 'vitest'
import { capturesOnceThere, startTestEngine, type TestEngine, until } from '../testing/test-engine.ts'

test('a capture of a new shape is marked with what changed, until that is accepted', { timeout: 60_000 }, async () => {
  const engine = await startTestEngine()
  onTestFinished(() => engine.close())
  for (let n = 0; n < 20; n++) await post(engine, { type: 'order.paid', id: `o_${n}`, amount: n })
  await post(engine, { type: 'order.paid', id: 'o_20', amount: '20', note: 'x' })
  await post(engine, { type: 'order.paid', id: 'o_21', amount: '21', note: 'x' })
  const marked = await until(async () => {
    const { captures } = await engine.handlers['captures.list']({ limit: 100, text: 'is:drift' })
    return captures.length > 0 ? captures : null
  })
  expect(marked).toHaveLength(1)
  const [id] = marked.map((capture) => capture.id) as [string]
  const { shapeChanges } = await engine.handlers['captures.get']({ id })
  expect(shapeChanges).toEqual([
    { kind: 'type', pointer: '/amount', was: ['integer'], now: 'string', seen: 20 },
    { kind: 'added', pointer: '/note', was: [], now: 'string', seen: 20 },
  ])
  await until(async () => ((await engine.handlers['types.list']({})).behind === 0 ? true : null))
  const details = await capturesOnceThere(engine, 22)
  expect(details.filter(({ drifts }) => drifts)).toHaveLength(1)

  await engine.handlers['drift.accept']({ ids: [id] })
  const after = await engine.handlers['captures.get']({ id })
  expect({ drifts: after.drifts, changes: after.shapeChanges.length }).toEqual({ drifts: false, changes: 2 })
})

async function post(engine: TestEngine, event: unknown): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${engine.port}/hook`, { method: 'POST', body: JSON.stringify(event) })
  await answer.arrayBuffer()
}
