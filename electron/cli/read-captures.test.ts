import { once } from 'node:events'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { temporaryFolder } from '../engine/testing/test-engine.ts'
import { BODY, expectOneLine, jsonLines, post, sendRaw } from './testing/command-line.ts'
import { runCommand } from './testing/run-command.ts'
import { runHookbench, type Serving, spawnHookbench, startServing } from './testing/run-hookbench.ts'

// The same answers, whether an engine runs or the files are read.
describe.each(['a running engine', 'the files alone'])('reading from %s', (from) => {
  const folder = temporaryFolder()
  let serving: Serving

  beforeAll(async () => {
    serving = await startServing(folder)
    await sendRaw(
      serving.receiver,
      Buffer.concat([
        Buffer.from(
          'POST /raw//a?x=%20 HTTP/1.1\r\nHOST: h\r\nX-A: caf\xe9\r\nx-a: 2\r\nContent-Length: 5\r\n\r\n',
          'latin1',
        ),
        BODY,
      ]),
    )
    await post(serving.receiver, '/big', Buffer.alloc(3_000_000, 'x'))
    await post(serving.receiver, '/last?find=me', '{"type":"invoice.paid"}')
    // Which event it tells of is found behind the receiver.
    await vi.waitUntil(async () => (await jsonLines(['show', 'latest', '--json', '--data', folder]))[0]?.eventType, {
      timeout: 20_000,
      interval: 100,
    })
    if (from === 'the files alone') await serving.stop()
  }, 40_000)

  afterAll(() => serving.stop())

  test('captures --json has every field', async () => {
    const listed = await jsonLines(['captures', '--json', '--bodies', '--data', folder])
    expect(listed.map(({ target }) => target)).toEqual(['/last?find=me', '/big', '/raw//a?x=%20'])
    expect(listed[2]).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      receivedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      method: 'POST',
      target: '/raw//a?x=%20',
      endpoint: 'default',
      httpVersion: '1.1',
      remoteAddress: '127.0.0.1',
      headers: [
        ['HOST', 'h'],
        ['X-A', 'caf\xe9'],
        ['x-a', '2'],
        ['Content-Length', '5'],
      ],
      bodySize: 5,
      state: 'complete',
      answeredStatus: 200,
      eventType: null,
      eventId: null,
      attempt: 1,
      duplicateOf: null,
      tags: [],
      bodyBase64: BODY.toString('base64'),
    })
    expect(Buffer.from(String(listed[1]?.bodyBase64), 'base64')).toHaveLength(3_000_000)
  })

  test('captures filters and limits', async () => {
    expect(await jsonLines(['captures', '--json', '--filter', 'POST find', '--data', folder])).toHaveLength(1)
    expect(await jsonLines(['captures', '--json', '--filter', 'invoice', '--data', folder])).toHaveLength(1)
    const [newest, ...others] = await jsonLines(['captures', '--json', '--limit', '1', '--data', folder])
    expect(newest?.target).toBe('/last?find=me')
    expect(newest).not.toHaveProperty('bodyBase64')
    expect(others).toEqual([])
  })

  test('takes the folder before the command, too', async () => {
    expect(await jsonLines(['--data', folder, 'captures', '--json'])).toHaveLength(3)
  })

  test('captures shows people one line each', async () => {
    const { stdout } = await runHookbench(['captures'], { env: { HOOKBENCH_DATA: folder } })
    const lines = stdout.toString().trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines[0]).toContain('invoice.paid')
    expect(lines.join('')).not.toContain('\x1b')
  })

  test('show --body writes the exact bytes', async () => {
    const [, big, raw] = await jsonLines(['captures', '--json', '--data', folder])
    expect((await runHookbench(['show', String(raw?.id), '--body', '--data', folder])).stdout).toEqual(BODY)
    const { stdout } = await runHookbench(['show', String(big?.id), '--body', '--data', folder])
    expect(stdout.equals(Buffer.alloc(3_000_000, 'x'))).toBe(true)
  })

  test('show --raw rebuilds the request', async () => {
    const [, , raw] = await jsonLines(['captures', '--json', '--data', folder])
    const { stdout } = await runHookbench(['show', String(raw?.id), '--raw', '--data', folder])
    expect(stdout.toString('latin1')).toBe(
      `POST /raw//a?x=%20 HTTP/1.1\r\nHOST: h\r\nX-A: caf\xe9\r\nx-a: 2\r\nContent-Length: 5\r\n\r\n${BODY.toString('latin1')}`,
    )
  })

  test('show takes latest and the beginning of an id', async () => {
    const [last] = await jsonLines(['show', 'latest', '--json', '--data', folder])
    expect(last).toMatchObject({ target: '/last?find=me', eventType: 'invoice.paid', note: '', pinned: false })
    const start = String(last?.id).slice(0, -1)
    expect(await jsonLines(['show', start, '--json', '--data', folder])).toEqual([last])
    const { stdout } = await runCommand(['show', 'latest', '--data', folder])
    expect(stdout.toString()).toContain('{"type":"invoice.paid"}')
  })

  test('show says that there is no such capture', async () => {
    const { code, stderr } = await runCommand(['show', '019c0000-0000-7000-8000-000000000001', '--data', folder])
    expect(code).toBe(1)
    expectOneLine(stderr)
  })

  test.each([[['captures', '--json', '--bodies']], [['show', 'latest', '--json']], [['captures', '--help']]])(
    '%j ends in silence when its reader goes away',
    async (args) => {
      const child = spawnHookbench([...args, '--data', folder])
      const ended = once(child, 'close')
      let stderr = ''
      child.stderr.on('data', (piece: Buffer) => {
        stderr += piece.toString()
      })
      child.stdout.destroy()
      expect(await ended).toEqual([0, null])
      expect(stderr).toBe('')
    },
  )
})
