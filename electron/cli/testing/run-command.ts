import { PassThrough } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { Output } from '../output.ts'
import { runProgram } from '../program.ts'
import type { Ended, RunOptions } from './run-hookbench.ts'

/**
 * Runs a command line in this process: all of it but the process, which costs more than most of what a command does.
 * What is about the process itself (its streams, signals and end) takes `runHookbench`.
 */
export async function runCommand(
  args: ReadonlyArray<string>,
  { input = '', env = {} }: RunOptions = {},
): Promise<Ended> {
  const [out, err, stdin] = [new PassThrough(), new PassThrough(), new PassThrough()]
  const said = Promise.all([buffer(out), text(err)])
  const code = await runProgram(args, {
    out: new Output(out),
    err: new Output(err),
    stdin: stdin.end(input),
    // Not the developer's own folder.
    env: { ...process.env, HOOKBENCH_DATA: undefined, ...env },
    takeStopSignals: () => new AbortController().signal,
    onCrash: () => {},
  })
  out.end()
  err.end()
  const [stdout, stderr] = await said
  return { code, signal: null, stdout, stderr }
}
