import { expect, test } from 'vitest'
import { captureOrigin } from './capture-origin.ts'

const LOCAL = { remoteAddress: '127.0.0.1', remotePort: 5000 }
const STATED = [
  ['X-Forwarded-For', '198.51.100.1, 203.0.113.9'],
  ['x-forwarded-proto', 'https'],
  ['x-forwarded-host', 'hooks.example.com'],
] as [string, string][]

test('what came through a tunnel is from the sender that it states', () => {
  const origin = captureOrigin({ ...LOCAL, via: 'localtunnel', headers: STATED })
  expect(origin).toMatchObject({
    from: 'from 203.0.113.9, through localtunnel',
    called: 'called at https://hooks.example.com',
    connection: expect.stringContaining('as localtunnel states it'),
  })
})

test('what came to the receiver’s own port is from whoever connected, whatever it says', () => {
  const origin = captureOrigin({ ...LOCAL, via: null, headers: STATED })
  expect(origin).toMatchObject({ from: 'from 127.0.0.1', called: null })
})

test('a tunnel that states nothing is named all the same, known here or not', () => {
  expect(captureOrigin({ ...LOCAL, via: 'ssh', headers: [] }).from).toBe('through SSH')
  expect(captureOrigin({ ...LOCAL, via: 'carrier-pigeon', headers: [] }).from).toBe('through carrier-pigeon')
})
