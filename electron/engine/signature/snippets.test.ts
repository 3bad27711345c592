import { execFile, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { HeaderPair } from '../../../shared/http/header-pairs.ts'
import { providers } from '../../../shared/signature/catalogue/catalogue.ts'
import { checkSignature } from '../../../shared/signature/check-signature.ts'
import { compileScheme } from '../../../shared/signature/compile-scheme.ts'
import { type CustomSchemeName, type FormScheme, formScheme, type Scheme } from '../../../shared/signature/scheme.ts'
import { signRequest } from '../../../shared/signature/sign-request.ts'
import type { SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { plainEquivalent } from '../../../shared/signature/snippets/plain-equivalent.ts'
import { type SnippetLanguage, snippetLanguages } from '../../../shared/signature/snippets/snippet.ts'
import { snippetFor, snippetForScheme } from '../../../shared/signature/snippets/snippet-for.ts'
import { writeTimestamp } from '../../../shared/signature/timestamp.ts'
import type { ValueSource } from '../../../shared/signature/value-source.ts'
import { nodeCrypto } from './node-crypto.ts'

const run = promisify(execFile)
const NOW = Date.now()
const URL_GIVEN = 'https://hooks.example.test/in/here?b=2&a=%2Fx'

type SnippetScheme = Exclude<FormScheme, { kind: 'jwt' }>

interface Case {
  readonly title: string
  readonly scheme: SnippetScheme
  readonly provider: string
}

const cases: ReadonlyArray<Case> = providers.flatMap(({ id, name, schemes }) =>
  schemes.flatMap((scheme, index) =>
    scheme.kind === 'custom' || scheme.kind === 'jwt'
      ? []
      : [{ title: `${id} ${scheme.name ?? index}`, scheme, provider: name }],
  ),
)

interface SignedCase {
  readonly environment: Readonly<Record<string, string>>
  readonly good: SignatureRequest
  readonly bad: SignatureRequest
}

const PAIRS = {
  ed25519: generateKeyPairSync('ed25519'),
  ecdsa: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
}

/** A request as the provider sends it, and the same with its signature damaged; null where signing needs the body changed. */
function signedCase(scheme: SnippetScheme): SignedCase | null {
  const key = keyFor(scheme)
  const plain = plainRequest(scheme)
  const signed = signRequest(
    plain,
    { scheme },
    { name: 'key', value: key.signing },
    { timestamp: NOW, id: 'msg_1' },
    nodeCrypto,
  )
  if (signed.kind !== 'signed') return null
  const good = { ...plain, headers: [...plain.headers, ...signed.headers] }
  const check = checkSignature(
    good,
    { scheme },
    [{ name: 'key', value: key.checking }],
    { now: NOW, providerIs: 'set' },
    nodeCrypto,
  )
  if (check.verdict !== 'valid') throw new Error(`Signed, and ${JSON.stringify(check)}`)
  return { environment: key.environment, good, bad: damaged(good, scheme) }
}

function keyFor(scheme: SnippetScheme) {
  if (scheme.kind === 'ed25519' || scheme.kind === 'ecdsa' || scheme.kind === 'rsa') {
    const { privateKey, publicKey } = PAIRS[scheme.kind]
    const checking = publicKey.export({ type: 'spki', format: 'pem' }).toString()
    const signing = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
    return { signing, checking, environment: { WEBHOOK_PUBLIC_KEY: checking } }
  }
  const value = secretFor(scheme)
  return { signing: value, checking: value, environment: { WEBHOOK_SECRET: value } }
}

function secretFor(scheme: SnippetScheme): string {
  if (scheme.kind === 'basic') return 'user:pässword'
  if (!('secret' in scheme) || scheme.secret === undefined) return 'a secret of this test'
  const prefix = scheme.secret.prefixes?.[0]?.replace('*', 'abc') ?? ''
  const { decode } = scheme.secret
  return prefix + (decode === 'text' ? 'a secret of this test' : Buffer.from('a secret of this test').toString(decode))
}

/** Has every value that the scheme reads from the body. */
function plainRequest(scheme: SnippetScheme): SignatureRequest {
  const body: Record<string, unknown> = { text: 'Zoë & <b>', url: 'https://a.test/x' }
  const form = new URLSearchParams([
    ['z', 'é 1'],
    ['a', '2'],
    ['a', '1'],
  ])
  const headers: HeaderPair[] = [['Content-Type', 'application/json']]
  let isForm = false
  const put = (source: ValueSource, value: string) => {
    if (source.in === 'json') putAt(body, source.pointer.split('/').slice(1), value)
    else if (source.in === 'form') {
      isForm = true
      form.set(source.name, value)
    }
  }
  if ('timestamp' in scheme && scheme.timestamp !== undefined) {
    for (const source of scheme.timestamp.from) put(source, writeTimestamp(NOW, scheme.timestamp.unit))
  }
  if ('id' in scheme && scheme.id !== undefined) put(scheme.id, 'msg_1')
  if ('content' in scheme) {
    for (const piece of compileScheme(scheme).pieces) {
      if (piece.kind === 'plain' && piece.name === 'form:sorted') isForm = true
      if (piece.kind !== 'named') continue
      if (piece.from === 'header') headers.push([piece.name, 'value of a header'])
      if (piece.from === 'json') put({ in: 'json', pointer: piece.name }, 'value in JSON')
      if (piece.from === 'form') put({ in: 'form', name: piece.name }, 'value in a form é')
    }
  }
  return {
    method: 'POST',
    target: '/in/here?b=2&a=%2Fx',
    headers,
    body: Buffer.from(isForm ? form.toString() : JSON.stringify(body)),
    publicUrl: URL_GIVEN,
  }
}

function putAt(object: Record<string, unknown>, names: ReadonlyArray<string>, value: string): void {
  const [first = '', ...rest] = names
  if (rest.length === 0) {
    object[first] = value
    return
  }
  const inner: Record<string, unknown> = {}
  object[first] = inner
  putAt(inner, rest, value)
}

/** With another body if the scheme signs it whole, else with another signature. */
function damaged(request: SignatureRequest, scheme: SnippetScheme): SignatureRequest {
  if ('content' in scheme && scheme.content.includes('{body')) {
    return { ...request, body: Buffer.concat([request.body, Buffer.from(' ')]) }
  }
  const sources = scheme.kind === 'basic' ? [] : 'signature' in scheme ? scheme.signature.from : scheme.from
  const names = [
    'authorization',
    ...sources.flatMap((source) => (source.in === 'header' ? [source.name.toLowerCase()] : [])),
  ]
  const headers = request.headers.map(
    ([name, value]): HeaderPair =>
      names.includes(name.toLowerCase())
        ? [name, value.replace(/.(?=.{6}$)/s, (character) => (character === 'A' ? 'B' : 'A'))]
        : [name, value],
  )
  return { ...request, headers }
}

function argumentsOf(request: SignatureRequest) {
  return {
    headers: Object.fromEntries(request.headers.map(([name, value]) => [name.toLowerCase(), value])),
    body: Buffer.from(request.body).toString('base64'),
    method: request.method,
    url: request.publicUrl,
  }
}

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hookbench-snippets-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const NODE_DRIVER = `
import { readFile } from 'node:fs/promises'
const results = []
for (const { file, environment, good, bad } of JSON.parse(await readFile(process.argv[2], 'utf8'))) {
  Object.assign(process.env, environment)
  const { verify } = await import(file)
  const call = (request) => verify({ ...request, body: Buffer.from(request.body, 'base64') })
  results.push([call(good), call(bad)])
}
console.log(JSON.stringify(results))
`

const PYTHON_DRIVER = `
import base64, inspect, json, os, sys
results = []
for case in json.load(open(sys.argv[1])):
    os.environ.update(case["environment"])
    module = {}
    exec(compile(open(case["file"]).read(), case["file"], "exec"), module)
    names = inspect.signature(module["verify"]).parameters
    def call(request):
        request = {**request, "body": base64.b64decode(request["body"])}
        return module["verify"](**{name: request[name] for name in names})
    results.append([call(case["good"]), call(case["bad"])])
print(json.dumps(results))
`

const RUNNERS = {
  node: { program: process.execPath, driver: NODE_DRIVER, extension: '.mjs' },
  python: { program: 'python3', driver: PYTHON_DRIVER, extension: '.py' },
}

interface Run {
  readonly title: string
  readonly code: string
  readonly environment: Readonly<Record<string, string>>
  readonly good: ReturnType<typeof argumentsOf>
  readonly bad: ReturnType<typeof argumentsOf>
}

/** Runs snippets of a language in one process, and says what each answered to both requests. */
async function runSnippets(language: 'node' | 'python', runs: ReadonlyArray<Run>) {
  const { program, driver, extension } = RUNNERS[language]
  const inside = await mkdtemp(path.join(folder, `${language}-`))
  const listed = await Promise.all(
    runs.map(async ({ code, ...rest }, index) => {
      const file = path.join(inside, `${index}${extension}`)
      await writeFile(file, code)
      return { ...rest, file }
    }),
  )
  const list = path.join(inside, 'cases.json')
  const main = path.join(inside, `driver${extension}`)
  await writeFile(list, JSON.stringify(listed))
  await writeFile(main, driver)
  const { stdout } = await run(program, [main, list], { maxBuffer: 16 * 1024 * 1024, timeout: 120_000 })
  const results = JSON.parse(stdout) as [boolean, boolean][]
  return runs.map(({ title }, index) => [title, ...(results[index] ?? [])] as const)
}

function runAll(language: 'node' | 'python', all: ReadonlyArray<Case> = cases) {
  const runs = all.flatMap(({ title, scheme, provider }): Run[] => {
    const signed = signedCase(scheme)
    const snippet = snippetForScheme(scheme, provider, language)
    if (signed === null || snippet.kind !== 'snippet') return []
    const { environment, good, bad } = signed
    return [{ title, code: snippet.code, environment, good: argumentsOf(good), bad: argumentsOf(bad) }]
  })
  return runSnippets(language, runs)
}

test('the Node snippet of every scheme accepts what is signed and refuses what is damaged', async () => {
  const results = await runAll('node')
  expect(results.filter(([, good, bad]) => !(good === true && bad === false))).toEqual([])
  expect(results.length).toBeGreaterThan(200)
})

const hasPython = spawnSync('python3', ['-c', 'import cryptography']).status === 0

test.runIf(hasPython)('the Python snippet of every scheme does, too', async () => {
  const results = await runAll('python')
  expect(results.filter(([, good, bad]) => !(good === true && bad === false))).toEqual([])
  expect(results.length).toBeGreaterThan(200)
})

const CHECKERS: ReadonlyArray<
  readonly [language: SnippetLanguage, program: string, options: ReadonlyArray<string>, extension: string]
> = [
  ['ruby', 'ruby', ['-c'], '.rb'],
  ['php', 'php', ['-l'], '.php'],
  ['go', 'gofmt', ['-e', '-l'], '.go'],
]

describe.each(CHECKERS)('%s', (language, program, options, extension) => {
  const isThere = spawnSync(program, ['-h']).error === undefined
  test.runIf(isThere)(`snippets are right in the eyes of ${program}`, async () => {
    for (const [index, { title, scheme, provider }] of cases.entries()) {
      const snippet = snippetForScheme(scheme, provider, language)
      if (snippet.kind !== 'snippet') continue
      const file = path.join(folder, `${language}-${index}${extension}`)
      await writeFile(file, snippet.code)
      const { stdout } = await run(program, [...options, file])
      // gofmt -l names files that it would write in another way.
      if (language === 'go') expect(stdout, title).toBe('')
    }
  })
})

test('few schemes have no snippet, each for a reason that is said', () => {
  for (const language of snippetLanguages) {
    const without = cases.flatMap(({ title, scheme, provider }) => {
      const snippet = snippetForScheme(scheme, provider, language)
      return snippet.kind === 'snippet' ? [] : [`${title}: ${snippet.why}`]
    })
    expect(without.length, without.join('\n')).toBeLessThanOrEqual(8)
  }
  for (const scheme of [{ kind: 'custom', custom: 'paypal' }] satisfies Scheme[]) {
    expect(snippetForScheme(scheme, 'PayPal', 'node')).toMatchObject({
      kind: 'unavailable',
      why: expect.stringContaining('PayPal'),
    })
  }
})

test('the snippet of a check is of the scheme that decided', () => {
  const provider = providers.find(({ id }) => id === 'gitlab')
  if (provider === undefined) throw new Error('GitLab is missing from the catalogue')
  const request = { ...plainRequest({ kind: 'basic' }), headers: [['X-Gitlab-Token', 'a secret token']] as const }
  const key = { name: 'key', value: 'a secret token' }
  const check = checkSignature(request, { provider }, [key], { now: NOW, providerIs: 'set' }, nodeCrypto)
  const snippet = snippetFor(check, { provider }, 'node')
  expect(check.verdict).toBe('valid')
  expect(snippet).toMatchObject({ kind: 'snippet', code: expect.stringContaining("headers['x-gitlab-token']") })
  expect(JSON.stringify(snippet)).not.toContain(key.value)
})

/** Schemes that are code, for captures whose signature the declarative form can say. */
const CUSTOM: ReadonlyArray<readonly [id: string, custom: CustomSchemeName, contentType: string, body: string]> = [
  ['twilio', 'twilio', 'application/x-www-form-urlencoded', 'Body=Hello+World%21&From=%2B15551230001&Zone=%C3%A9'],
  ['mercadopago', 'mercado-pago', 'application/json', '{"action":"payment.updated"}'],
  ['hook0', 'hook0', 'application/json', '{"event_id":"1"}'],
]

test.each(CUSTOM)('writes a snippet for a capture of %s', async (id, custom, contentType, body) => {
  const scheme: Scheme = { kind: 'custom', custom }
  const key = { name: 'key', value: 'a secret of this test' }
  const plain: SignatureRequest = {
    method: 'POST',
    target: '/in?data.id=abc123',
    headers: [
      ['Content-Type', contentType],
      ['X-Request-Id', 'request-1'],
    ],
    body: Buffer.from(body),
    publicUrl: 'https://hooks.example.test/in?data.id=abc123',
  }
  const signed = signRequest(plain, { scheme }, key, { timestamp: NOW, id: null }, nodeCrypto)
  if (signed.kind !== 'signed') throw new Error(signed.why)
  const good = { ...plain, headers: [...plain.headers, ...signed.headers] }
  const check = checkSignature(good, { scheme }, [key], { now: NOW, providerIs: 'set' }, nodeCrypto)
  expect(check.verdict).toBe('valid')
  const equivalent = plainEquivalent(scheme, check)
  if (equivalent === null) throw new Error('No declarative form')
  const bad = damaged(good, { ...equivalent, content: '' })
  expect(snippetFor(check, { scheme }, 'php').kind).toBe('snippet')
  for (const language of ['node', 'python'] as const) {
    if (language === 'python' && !hasPython) continue
    const snippet = snippetFor(check, { scheme }, language)
    if (snippet.kind !== 'snippet') throw new Error(snippet.why)
    const request = { environment: { WEBHOOK_SECRET: key.value }, good: argumentsOf(good), bad: argumentsOf(bad) }
    expect(await runSnippets(language, [{ title: id, code: snippet.code, ...request }])).toEqual([[id, true, false]])
  }
})

const HOSTILE = [
  "'; process.exit(1); '",
  '`$' + '{process.exit(1)}`',
  '"\n"; system("x") #{x} $x {$x}',
  '?> <?php echo 1; //',
  '\\',
  'a\u2028 é \u{1f600}',
]

test.each(HOSTILE)('quotes %j wherever it stands', async (text) => {
  const scheme = formScheme.parse({
    kind: 'hmac',
    hash: 'sha256',
    signature: { from: [{ in: 'header', name: 'X-Sign' }], layout: { kind: 'plain', prefix: text }, encoding: 'hex' },
    content: `${text.replaceAll('\\', '\\\\').replaceAll('{', '{{').replaceAll('}', '}}')}{json:/${text.replace(/[/~}]/g, '')}}{body}`,
    secret: { decode: 'text', ...(/^[\x20-\x7e]+$/.test(text) ? { prefixes: [text] } : {}) },
  }) as SnippetScheme
  const hostile = [{ title: text, scheme, provider: text }]
  expect(await runAll('node', hostile)).toEqual([[text, true, false]])
  if (hasPython) expect(await runAll('python', hostile)).toEqual([[text, true, false]])
})
