import { inspect } from 'node:util'
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest'
import type { AppError } from '../../../shared/contract/errors.ts'
import { createNgrok, ngrok } from './ngrok.ts'
import { findNgrok, loadNgrok } from './ngrok-package.ts'
import { type NgrokStandIn, standInForNgrok } from './testing/ngrok-stand-in.ts'
import { openRequest } from './testing/open-request.ts'
import { type OpenTunnel, TunnelRefused } from './tunnel.ts'

const TOKEN = '2aBcDeFgHiJkLmNoPqRsTuVwXyZ_0123456789abcdefghij'

let service: NgrokStandIn

beforeEach(() => {
  service = standInForNgrok()
})

test('leads a URL of ngrok here', async () => {
  const tunnel = await open()
  expect(tunnel).toMatchObject({
    url: 'https://random-1.ngrok-free.app',
    wantedUrl: null,
    facts: [{ label: 'ngrok', value: '1.7.0' }],
  })
  expect(service.sessions).toMatchObject([{ token: TOKEN, forwardsTo: 'http://127.0.0.1:4650', closed: false }])
  await tunnel.close()
  expect(service.sessions[0]?.closed).toBe(true)
})

test('asks for the reserved domain', async () => {
  const tunnel = await open({ domain: 'hooks.ngrok.app' })
  expect(tunnel).toMatchObject({ url: 'https://hooks.ngrok.app', wantedUrl: 'https://hooks.ngrok.app' })
})

test('asks for the token', async () => {
  for (const secret of [null, '', '  ']) {
    await expect(open({}, { secret })).rejects.toThrow('ngrok needs the authtoken of an account.')
  }
})

test.each([
  ['ERR_NGROK_105', 'does not look like one', true],
  ['ERR_NGROK_107', 'does not know the authtoken', true],
  ['ERR_NGROK_4018', 'verified account', true],
  ['ERR_NGROK_108', 'as many agents running as it may', false],
  ['ERR_NGROK_9999', 'https://ngrok.com/docs/errors/err_ngrok_9999', false],
])('says in plain words what %s means, and never the token', async (code, words, refused) => {
  service.failConnecting(
    `failed to connect session: authentication failure: The authtoken you specified is properly formed, but it is invalid.\nYour authtoken: ${TOKEN}\n\n${code}\r\n, error_code: ${code}`,
  )
  const error = await failure(open())
  expect(error.message).toContain(words)
  expect(error.message).toContain(code.replace('ERR_NGROK_9999', 'err_ngrok_9999'))
  expect(error instanceof TunnelRefused).toBe(refused)
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain(TOKEN)
})

test.each([
  ['ERR_NGROK_334', 'in use by another agent', false],
  ['ERR_NGROK_319', 'not reserved for this ngrok account', true],
  ['ERR_NGROK_320', 'reserved for another ngrok account', true],
])('closes the session when the URL is not to be had: %s', async (code, words, refused) => {
  service.failListening(`failed to start listener: The endpoint is not yours\r\n\r\n${code}\r\n, error_code: ${code}`)
  const error = await failure(open({ domain: 'hooks.ngrok.app' }))
  expect(error.message).toContain(words)
  expect(error instanceof TunnelRefused).toBe(refused)
  expect(service.sessions).toMatchObject([{ closed: true }])
})

test('keeps the URL through a reconnection of its own', async () => {
  const lost = vi.fn()
  const tunnel = await open({}, {}, 300)
  tunnel.onLost(lost)
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  service.disconnect()
  service.disconnect()
  vi.advanceTimersByTime(299)
  service.heartbeat()
  vi.advanceTimersByTime(300)
  expect(lost).not.toHaveBeenCalled()
})

test('is lost when the connection does not come back, again after it once did', async () => {
  const tunnel = await open({}, {}, 30)
  const lost = new Promise<AppError>((resolve) => tunnel.onLost(resolve))
  service.disconnect()
  service.heartbeat()
  service.disconnect()
  expect((await lost).message).toBe('The connection to ngrok broke, and did not come back.')
  await vi.waitFor(() => expect(service.sessions).toMatchObject([{ closed: true }]), { timeout: 20_000 })
  service.disconnect()
})

test('leaves no session behind when opening is given up', async () => {
  const connecting = service.hold()
  const abort = new AbortController()
  const opening = failure(open({}, { signal: abort.signal }))
  abort.abort(new Error('enough'))
  expect((await opening).message).toBe('enough')
  connecting.resume()
  await vi.waitFor(() => expect(service.sessions).toMatchObject([{ closed: true }]), { timeout: 20_000 })
})

test('says that the package is missing', async () => {
  const missing = { kind: 'missing', reason: 'The ngrok package is not installed.', advice: 'Install it.' } as const
  const kind = createNgrok({ find: () => missing, load: () => Promise.reject(new Error('not to be loaded')) })
  expect(await kind.available({ domain: null })).toEqual(missing)
  await expect(kind.open(openRequest('ngrok', {}, { secret: TOKEN }))).rejects.toThrow(missing.reason)
})

const real = findNgrok()

test.runIf(real.kind === 'ready')('the real package loads, and says that there is no way to its service', async () => {
  const client = await loadNgrok()
  class NoService extends client.SessionBuilder {
    constructor() {
      super()
      // The service's address is the one thing that is not real.
      ;(this as unknown as { serverAddr(address: string): void }).serverAddr('127.0.0.1:9')
    }
  }
  const kind = createNgrok({ load: () => Promise.resolve({ SessionBuilder: NoService }) })
  await expect(kind.open(openRequest('ngrok', {}, { secret: TOKEN }))).rejects.toThrow(
    /^ngrok cannot be reached \(failed to connect session: .+\)\. Check the network\.$/,
  )
  expect(await ngrok.available({ domain: null })).toEqual({ kind: 'ready', version: expect.stringMatching(/^\d+\./) })
})

function open(
  settings: Parameters<typeof openRequest<'ngrok'>>[1] = {},
  rest: Parameters<typeof openRequest<'ngrok'>>[2] = {},
  reconnectMs = 20_000,
): Promise<OpenTunnel> {
  const kind = createNgrok({
    load: () => Promise.resolve(service.client),
    find: () => ({ kind: 'ready', version: '1.7.0' }),
    reconnectMs,
  })
  return kind.open(openRequest('ngrok', settings, { secret: TOKEN, ...rest }))
}

async function failure(opening: Promise<OpenTunnel>): Promise<Error> {
  return opening.then(
    () => {
      throw new Error('It opened')
    },
    (error: Error) => error,
  )
}
