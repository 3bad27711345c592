import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { type RawConnection, type RawTarget, startRawTarget } from '../../electron/engine/replay/testing/raw-target.ts'

/** A request as it came over the wire, without what curl draws or is: its boundary, its version, what it can unpack. */
export interface SentMessage {
  readonly line: string
  readonly headers: ReadonlyArray<string>
  readonly body: string
}

/** A script as it was run, where U stood for the URL of a server that is there, and what the server saw. */
export interface SentByCurl {
  readonly script: string
  readonly messages: ReadonlyArray<SentMessage>
}

const ANSWER = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n'
/** Servers and processes that are there at a time. */
const AT_ONCE = 40

/** What bash and curl make of scripts, each with a server of its own; `files` are those that the scripts name. */
export async function sentByCurl(
  scripts: ReadonlyArray<string>,
  files: Readonly<Record<string, string | Buffer>>,
): Promise<SentByCurl[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'hookbench-curl-'))
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(path.join(folder, name), content)
    const sent: SentByCurl[] = []
    for (let from = 0; from < scripts.length; from += AT_ONCE) {
      sent.push(...(await runTogether(scripts.slice(from, from + AT_ONCE), folder)))
    }
    return sent
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runTogether(scripts: ReadonlyArray<string>, folder: string): Promise<SentByCurl[]> {
  const targets = await Promise.all(scripts.map(() => startRawTarget(answerEach())))
  try {
    const ready = scripts.map((script, index) =>
      script.replace(/\bU(?=$|[\s/?"';#&)])/gm, (targets[index] as RawTarget).url),
    )
    // One shell for all of them: starting it takes longer than what it does.
    for (const [index, script] of ready.entries()) await writeFile(path.join(folder, `script-${index}`), `${script}\n`)
    // -q: without this machine's ~/.curlrc; no proxy, since the target is here.
    const all = `curl() { command curl -q -s --noproxy '*' --expect100-timeout 0.01 --max-time 20 "$@"; }\n${ready
      .map((_script, index) => `( . ./script-${index} ) </dev/null >/dev/null 2>&1`)
      .join('\n')}\ntrue\n`
    const ran = promisify(execFile)('bash', ['-s'], {
      timeout: 120_000,
      cwd: folder,
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    })
    ran.child.stdin?.end(all)
    await ran
    return ready.map((script, index) => ({
      script,
      messages: (targets[index] as RawTarget).connections.flatMap((connection) =>
        messagesIn(connection.received().toString('latin1')),
      ),
    }))
  } finally {
    for (const target of targets) await target[Symbol.asyncDispose]()
  }
}

/** Answers each request once all of it has come. */
function answerEach(): (connection: RawConnection) => void {
  const answered = new Map<RawConnection, number>()
  return (connection) => {
    const bytes = connection.received().toString('latin1')
    for (;;) {
      const found = messageAt(bytes, answered.get(connection) ?? 0)
      if (found === null) return
      answered.set(connection, found.end)
      connection.socket.write(ANSWER)
    }
  }
}

function messagesIn(bytes: string): SentMessage[] {
  const messages: SentMessage[] = []
  for (let at = 0; at < bytes.length; ) {
    const found = messageAt(bytes, at)
    if (found === null) throw new Error(`curl sent what is no whole request: ${JSON.stringify(bytes.slice(at))}`)
    messages.push(comparable(found.message))
    at = found.end
  }
  return messages
}

/** The request that begins there, as long as it says, without its chunks; null: it is not whole yet. */
function messageAt(bytes: string, from: number): { readonly message: SentMessage; readonly end: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n', from)
  if (headEnd === -1) return null
  const head = bytes.slice(from, headEnd)
  const [line = '', ...headers] = head.split('\r\n')
  if (!/^transfer-encoding:.*chunked/im.test(head)) {
    const end = headEnd + 4 + Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0)
    return bytes.length < end ? null : { message: { line, headers, body: bytes.slice(headEnd + 4, end) }, end }
  }
  let body = ''
  for (let at = headEnd + 4; ; ) {
    const [size, hex] = /^([0-9a-f]+)\r\n/i.exec(bytes.slice(at, at + 20)) ?? []
    if (size === undefined || hex === undefined) return null
    const length = Number.parseInt(hex, 16)
    at += size.length
    if (bytes.length < at + length + 2) return null
    if (length === 0) return { message: { line, headers, body }, end: at + 2 }
    body += bytes.slice(at, at + length)
    at += length + 2
  }
}

/** Of curl or of what was read of a command. */
export function comparable({ line, headers, body }: SentMessage): SentMessage {
  const type = headers.find((header) => /^content-type:/i.test(header)) ?? ''
  const boundaries = [type, ...(body.match(/boundary=\S+/g) ?? [])].flatMap(
    (text) => /boundary=(\S+)/.exec(text)?.[1] ?? [],
  )
  const plain = (text: string) =>
    [...boundaries]
      .map((boundary, index) => [boundary, index] as const)
      // One may begin as another does.
      .sort(([one], [other]) => other.length - one.length)
      .reduce((replaced, [boundary, index]) => replaced.replaceAll(boundary, `BOUNDARY${index}`), text)
  return {
    line,
    headers: headers
      // Whether it waits before it uploads depends on its version, and tells nothing of the request.
      .filter((header) => !/^(?:user-agent: curl\/|expect: 100-continue)/i.test(header))
      .map((header) => header.replace(/^([^:]+): */, '$1: ').trimEnd())
      .map((header) => plain(header).replace(/^(Accept-Encoding): .*/, '$1'))
      .map((header) => (boundaries.length === 0 ? header : header.replace(/^(Content-Length): .*/, '$1'))),
    body: plain(body),
  }
}
