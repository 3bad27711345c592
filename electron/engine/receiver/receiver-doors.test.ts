import { expect, onTestFinished, test } from 'vitest'
import { DEFAULT_ANSWER } from '../../../shared/endpoint/endpoint.ts'
import type { ReceivedCapture } from '../store/received-capture.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { rawExchange } from '../testing/raw-exchange.ts'
import type { ProbeArrival } from './probes.ts'
import { type Receiver, startReceiver } from './receiver.ts'
import { Routes } from './routes.ts'

test('what comes through a door says so, and a door that is closed takes nothing', async () => {
  const { receiver, captures } = await start()
  const door = await receiver.openDoor('localtunnel')
  expect(receiver.ports).toEqual([receiver.port, door.port])
  await postTo(door.port)
  await postTo(receiver.port)
  expect(captures.map(({ via }) => via)).toEqual(['localtunnel', null])
  await door.close()
  await expect(postTo(door.port)).rejects.toThrow()
  expect(receiver.ports).toEqual([receiver.port])
})

test('an expected probe is answered with its nonce, handed over whole and not kept', async () => {
  const { receiver, captures } = await start()
  const arrivals: ProbeArrival[] = []
  const stop = receiver.expectProbe('n0nce', (arrival) => arrivals.push(arrival))
  const probe = (nonce: string) =>
    rawExchange(
      receiver.port,
      [`PUT /a%2Fb?x HTTP/1.1\r\nhOsT: h\r\nx-hookBench-PROBE: ${nonce}\r\nContent-Length: 3\r\n\r\n\x00\xffb`],
      (answer) => answer.includes('\r\n\r\n'),
    )
  expect(await probe('n0nce')).toMatch(/^HTTP\/1\.1 204 .*X-Hookbench-Probe: n0nce\r\n/s)
  expect(arrivals).toMatchObject([{ method: 'PUT', target: '/a%2Fb?x', httpVersion: '1.1', via: null }])
  expect(arrivals[0]?.headers.slice(0, 4)).toEqual(['hOsT', 'h', 'x-hookBench-PROBE', 'n0nce'])
  expect([...(arrivals[0]?.body ?? [])]).toEqual([0, 255, 98])
  expect(captures).toHaveLength(0)

  // Anybody may send the header: without an expected nonce it is a request like any other.
  expect(await probe('other')).toMatch(/^HTTP\/1\.1 200 /)
  stop()
  expect(await probe('n0nce')).toMatch(/^HTTP\/1\.1 200 /)
  expect(captures).toHaveLength(2)
})

async function start(): Promise<{ receiver: Receiver; captures: ReceivedCapture[] }> {
  const captures: ReceivedCapture[] = []
  const routes = new Routes()
  routes.set('default', DEFAULT_ANSWER)
  const receiver = await startReceiver(
    { port: 0, exact: true },
    {
      log: quietLog(),
      handshake: () => null,
      refused: () => {},
      isProxiedLocally: false,
      route: (target) => routes.of(target),
      keep: (capture, done) => {
        captures.push(capture)
        done(null, { answered: () => {}, unanswered: () => {} })
      },
    },
  )
  onTestFinished(() => receiver.close(0))
  return { receiver, captures }
}

async function postTo(port: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: '{}' })
  await response.body?.cancel()
  return response.status
}
