import { expect, test } from 'vitest'
import type { Log } from './log.ts'
import { type LogMessage, portLog, writeLog } from './port-log.ts'

test('what a thread logs is written as if it had been logged here', () => {
  const written: unknown[] = []
  const log: Log = {
    info: (...line) => written.push(['info', ...line]),
    warn: (...line) => written.push(['warn', ...line]),
    error: (...line) => written.push(['error', ...line]),
  }
  const thread = portLog((line: LogMessage) => writeLog(log, structuredClone(line)))
  thread.info('began')
  thread.warn('slow', { ms: 3 })
  const error = Object.assign(new TypeError('broke'), { code: 'SQLITE_FULL' })
  thread.error('failed', error, { run: '1' })
  thread.error('failed', 'not an error')
  expect(written).toEqual([
    ['info', 'began', undefined],
    ['warn', 'slow', { ms: 3 }],
    [
      'error',
      'failed',
      expect.objectContaining({ name: 'TypeError', code: 'SQLITE_FULL', stack: error.stack }),
      { run: '1' },
    ],
    ['error', 'failed', expect.objectContaining({ message: 'not an error' }), undefined],
  ])
})
