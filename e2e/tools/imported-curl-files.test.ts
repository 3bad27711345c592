import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runCommand } from '../../electron/cli/testing/run-command.ts'
import { type Serving, startServing } from '../../electron/cli/testing/run-hookbench.ts'
import { hasCurl } from './can-run.ts'
import { CURL_FILES } from './curl-commands.ts'
import { comparable, type SentMessage, sentByCurl } from './sent-by-curl.ts'

/** Whatever curl reads a file for. */
const COMMANDS = [
  'curl U/1 -d @body.json',
  'curl U/2 --data-binary @body.json',
  'curl U/3 --data-binary @p.png -H "Content-Type: image/png"',
  'curl U/4 --json @body.json',
  "curl U/5 -F note=x -F f=@p.png -F 'g=<a.txt' -F 'h=@v w.txt;type=text/x;filename=other'",
  'curl U/6 -F f=@a.txt,p.png',
  'curl U/7/ -T p.png',
  "curl U/8 -H @headers.txt --data-urlencode 'v@v w.txt'",
  'curl U/9 -d @- < body.json',
  'cat body.json | curl U/10 --data-binary @-',
  'curl U/11 -d "$(cat a.txt)"',
  "curl U/12 --url-query '@v w.txt'",
  "curl U/13 -b jar.txt -H 'Host: h.test'",
]

describe.runIf(hasCurl())('a command that is imported with the files it names', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'hookbench-imported-files-'))
  let serving: Serving

  beforeAll(async () => {
    serving = await startServing(folder)
  }, 60_000)

  afterAll(async () => {
    await serving.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  test('is what curl sends', { timeout: 240_000 }, async () => {
    const sent = await sentByCurl(COMMANDS, CURL_FILES)
    for (const [name, content] of Object.entries(CURL_FILES)) writeFileSync(path.join(folder, name), content)
    const file = path.join(folder, 'commands.sh')
    writeFileSync(file, sent.map(({ script }) => `${script}\n`).join('\n'))
    const { code, stdout, stderr } = await runCommand(['import', file, '--files', '--data', folder])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const imported: SentMessage[] = []
    for (const id of stdout.toString().trim().split('\n')) {
      const raw = await runCommand(['show', id, '--raw', '--data', folder])
      imported.push(messageOf(raw.stdout.toString('latin1')))
    }
    expect(imported).toEqual(sent.flatMap(({ messages }) => messages))
    expect(imported).toHaveLength(COMMANDS.length)
  })
})

function messageOf(raw: string): SentMessage {
  const headEnd = raw.indexOf('\r\n\r\n')
  const [line = '', ...headers] = raw.slice(0, headEnd).split('\r\n')
  return comparable({ line, headers, body: raw.slice(headEnd + 4) })
}
