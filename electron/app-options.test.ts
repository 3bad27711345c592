import { expect, test } from 'vitest'
import { askedOption, askedReceiver, receiverArguments } from './app-options.ts'

test('reads options in both spellings, among switches of Electron', () => {
  expect(askedOption(['electron', '--no-sandbox', '.', '--data', '/a'], 'data')).toBe('/a')
  expect(askedOption(['electron', '.', '--data=/a b'], 'data')).toBe('/a b')
  expect(askedOption(['electron', '.', '--database', '/a'], 'data')).toBeUndefined()
  expect(askedOption(['electron', '.', '--data'], 'data')).toBeUndefined()
})

test('passes the port and the host on to the engine, which understands them', () => {
  const passed = receiverArguments(['electron', '.', '--port', '4700', '--data', '/a', '--host=0.0.0.0'])
  expect(askedReceiver(passed)).toEqual({ port: 4700, host: '0.0.0.0' })
  expect(askedReceiver(receiverArguments(['electron', '.']))).toEqual({})
})

test.each(['', 'http', '-1', '65536', '1.5'])('refuses %j as a port', (port) => {
  expect(() => askedReceiver([`--port=${port}`])).toThrow(/A port is a number/)
})
