import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import type { EngineState } from '../../shared/engine/engine-state.ts'
import type { CommandContext } from './command-context.ts'
import { Output } from './output.ts'
import { humanReporter, jsonReporter } from './serve-reporter.ts'

const SAID = '\x1b[2J\u202egood\n  screen    http://elsewhere.example'
const state = {
  tunnel: { kind: 'refused', via: 'localtunnel', reason: SAID, advice: '', url: null, hostKey: null },
  urlChanged: null,
  store: { kind: 'ok' },
  notices: [{ id: '1', message: SAID, at: 0 }],
} as unknown as EngineState

test.each([
  ['a person', (context: CommandContext) => humanReporter(context, '1.0.0')],
  ['a program', jsonReporter],
])('what a tunnel server says cannot steer the terminal, nor pass for a line of ours: %s', async (_name, reporter) => {
  const [out, err] = [new PassThrough(), new PassThrough()]
  await reporter({ out: new Output(out), err: new Output(err) } as CommandContext).state(state)
  out.end()
  err.end()
  for (const printed of [await text(out), await text(err)]) {
    expect(printed).toMatch(/good.*elsewhere\.example/)
    expect(printed.trimEnd().split('\n')).toHaveLength(1)
    for (const steering of ['\x1b', '\u202e']) expect(printed).not.toContain(steering)
  }
})
