import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { expectSoon } from '../engine/testing/eventually.ts'
import { temporaryFolder } from '../engine/testing/test-engine.ts'
import { BODY, expectOneLine, listenSomewhere, parseLine, sendRaw } from './testing/command-line.ts'
import { headersOf, startTarget } from './testing/replay-target.ts'
import { runCommand } from './testing/run-command.ts'
import { runHookbench, type Serving, spawnHookbench, startServing } from './testing/run-hookbench.ts'

describe.each(['a running engine', 'an engine of its own'])('replay through %s', (through) => {
  const folder = temporaryFolder()
  let serving: Serving
  let target: Awaited<ReturnType<typeof startTarget>>

  beforeAll(async () => {
    target = await startTarget()
    serving = await startServing(folder)
    const request = 'POST /hook?a=1 HTTP/1.1\r\nHost: sender.example\r\nX-A: 1\r\nx-a: 2\r\nContent-Length: 5\r\n\r\n'
    await sendRaw(serving.receiver, Buffer.concat([Buffer.from(request), BODY]))
    if (through === 'an engine of its own') await serving.stop()
  })

  afterAll(async () => {
    await serving.stop()
    target.close()
  })

  beforeEach(() => {
    target.seen.length = 0
  })

  test('sends the captured bytes and says what came back and what was changed', async () => {
    const ended = await runHookbench(['replay', 'latest', '--to', `${target.url}/in`, '--json', '--data', folder])
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const answer = parseLine(ended)
    expect(answer).toMatchObject({
      deliveryId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      outcome: {
        kind: 'answered',
        status: 202,
        bodyBase64: Buffer.from('taken').toString('base64'),
        timings: { total: expect.any(Number) },
      },
    })
    expect(Object.keys(answer)).toEqual(['deliveryId', 'outcome', 'changed'])
    expect((answer.outcome as { headers: unknown }).headers).toContainEqual(['X-Target', 'yes'])
    expect(answer.changed).toContainEqual(expect.objectContaining({ kind: 'replaced', header: 'Host' }))
    expect(target.seen).toMatchObject([{ method: 'POST', url: '/in', body: BODY }])
    expect(headersOf(target.seen[0], 'x-a')).toEqual([
      ['X-A', '1'],
      ['x-a', '2'],
    ])
  })

  test('sends edits', async () => {
    const file = path.join(temporaryFolder(), 'body')
    writeFileSync(file, 'edited')
    const { code } = await runCommand([
      ...[
        'replay',
        'latest',
        '--to',
        `${target.url}/*`,
        '--method',
        'PUT',
        '--header',
        'X-New: é',
        '--header',
        'X-New: 2',
      ],
      ...['--remove-header', 'x-a', '--body-file', file, '--keep-host', '--data', folder],
    ])
    expect(code).toBe(0)
    expect(target.seen).toMatchObject([{ method: 'PUT', url: '/hook?a=1', body: Buffer.from('edited') }])
    expect(headersOf(target.seen[0], 'x-new')).toEqual([
      ['X-New', 'Ã©'],
      ['X-New', '2'],
    ])
    expect(headersOf(target.seen[0], 'x-a')).toEqual([])
    expect(headersOf(target.seen[0], 'host')).toEqual([['Host', 'sender.example']])
  })

  test('leaves out what the tunnel added', async () => {
    const args = ['replay', 'latest', '--to', target.url, '--leave-out', 'X-a', '--json', '--data', folder]
    const ended = await runCommand(args)
    expect(ended.code).toBe(0)
    expect(headersOf(target.seen[0], 'x-a')).toEqual([])
    expect(parseLine(ended).changed).toContainEqual(expect.objectContaining({ kind: 'removed', header: 'x-a' }))
  })

  test('says why it cannot send as the provider called it, and what to do', async () => {
    const ended = await runCommand(['replay', 'latest', '--to', target.url, '--as-provider', '--data', folder])
    expect(ended).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/not known how the provider called default.*Open one/),
    })
    expect(target.seen).toEqual([])
  })

  test('takes a body from the standard input', async () => {
    const args = ['replay', 'latest', '--to', target.url, '--body-file', '-', '--data', folder]
    expect((await runHookbench(args, { input: BODY.subarray(0, 3) })).code).toBe(0)
    expect(target.seen).toMatchObject([{ body: BODY.subarray(0, 3) }])
  })

  test('any status is an answer', async () => {
    const ended = await runCommand(['replay', 'latest', '--to', `${target.url}/500`, '--json', '--data', folder])
    expect(ended.code).toBe(0)
    expect(parseLine(ended)).toMatchObject({ outcome: { status: 500 } })
  })

  test('a refused connection is a failure, with what to do', async () => {
    const { port, server } = await listenSomewhere()
    server.close()
    const ended = await runCommand([
      'replay',
      'latest',
      '--to',
      `http://127.0.0.1:${port}/`,
      '--json',
      '--data',
      folder,
    ])
    expect(ended.code).toBe(1)
    expect(parseLine(ended)).toMatchObject({
      outcome: { kind: 'failed', reason: 'refused', message: expect.stringContaining(String(port)) },
    })
  })

  test('a target that is none is wrong usage', async () => {
    const { code, stderr } = await runCommand(['replay', 'latest', '--to', 'ftp://h/', '--data', folder])
    expect(code).toBe(2)
    expectOneLine(stderr)
  })

  test('several at once take their turns', async () => {
    const args = ['replay', 'latest', '--to', target.url, '--data', folder]
    const ended = await Promise.all([runHookbench(args), runHookbench(args), runHookbench(args)])
    expect(ended.map(({ code, stderr }) => ({ code, stderr }))).toEqual(Array(3).fill({ code: 0, stderr: '' }))
    expect(target.seen).toHaveLength(3)
  })

  test('a signal cancels it', async () => {
    const child = spawnHookbench(['replay', 'latest', '--to', `${target.url}/hang`, '--json', '--data', folder])
    const ended = once(child, 'close')
    let stdout = ''
    child.stdout.on('data', (piece: Buffer) => {
      stdout += piece.toString()
    })
    await expectSoon(() => target.seen.length).toBe(1)
    child.kill('SIGINT')
    expect(await ended).toEqual([1, null])
    expect(JSON.parse(stdout)).toMatchObject({ outcome: { kind: 'failed', reason: 'aborted' } })
  })
})
