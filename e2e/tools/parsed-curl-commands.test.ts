import { beforeAll, describe, expect, test } from 'vitest'
import { latin1FromBytes } from '../../shared/http/latin1.ts'
import { parseCurlCommands } from '../../shared/import/curl/parse-curl.ts'
import type { ImportedRequest } from '../../shared/import/imported-request.ts'
import { hasCurl } from './can-run.ts'
import { CURL_COMMANDS, CURL_FILES } from './curl-commands.ts'
import { generatedCurlCommands } from './generated-curl-commands.ts'
import { comparable, type SentByCurl, type SentMessage, sentByCurl } from './sent-by-curl.ts'

const GENERATED = generatedCurlCommands(60, 5)

describe.runIf(hasCurl())('what is read of a command is what curl sends', () => {
  const commands = [...CURL_COMMANDS, ...GENERATED]
  let sent: ReadonlyArray<SentByCurl> = []

  beforeAll(async () => {
    sent = await sentByCurl(commands, CURL_FILES)
  }, 240_000)

  test.each(commands.map((command, index) => [command, index] as const))('%j', (_command, index) => {
    const { script, messages } = sent[index] as SentByCurl
    // What curl refuses is refused.
    if (messages.length === 0) expect(() => readOf(script)).toThrow(/curl refuses|expected/)
    else expect(readOf(script)).toEqual(messages)
  })
})

/** What curl refuses is no request for us, either. */
function readOf(script: string): SentMessage[] {
  return parseCurlCommands(script, readNamed, { now: Date.now() }).map(({ request }) => messageOf(request))
}

function readNamed(name: string): string | null {
  const content = CURL_FILES[name]
  return content === undefined ? null : Buffer.from(content).toString('latin1')
}

function messageOf({ method, target, httpVersion, headers, body }: ImportedRequest): SentMessage {
  return comparable({
    line: `${method} ${target} HTTP/${httpVersion}`,
    headers: headers.map(([name, value]) => `${name}: ${value}`),
    body: latin1FromBytes(body),
  })
}
