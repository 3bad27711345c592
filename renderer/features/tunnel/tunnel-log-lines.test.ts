import { expect, test } from 'vitest'
import { tunnelLogLines } from './tunnel-log-lines.ts'

const line = (fields: Record<string, unknown>) =>
  JSON.stringify({ time: '2026-11-21T12:04:31.221Z', level: 'info', ...fields })
const later = Date.parse('2027-01-01T00:00:00Z')

test('of the log only what is about tunnels is shown, with its facts', () => {
  const lines = tunnelLogLines(
    [
      line({ message: 'Engine started', port: 4665 }),
      line({ message: 'The tunnel is lost', kind: 'ssh', reason: 'gone', attempt: 2 }),
      '{"time":"2026-11-21T12:04',
      line({
        level: 'error',
        message: 'The tunnel is lost',
        error: { name: 'Error', message: 'a bug', stack: ['at x'] },
      }),
    ],
    later,
  )
  expect(lines).toEqual([
    expect.stringMatching(/^21 Nov \d\d:\d\d The tunnel is lost: kind ssh, reason gone, attempt 2$/),
    expect.stringMatching(/The tunnel is lost: a bug$/),
  ])
})

test('a long log is cut to its end', () => {
  const lines = tunnelLogLines(Array.from({ length: 50 }, (_, at) => line({ message: `The tunnel is checked ${at}` })))
  expect(lines).toHaveLength(30)
  expect(lines.at(-1)).toContain('checked 49')
})
