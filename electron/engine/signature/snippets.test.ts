import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { providers } from '../../../shared/signature/catalogue/catalogue.ts'
import { checkSignature } from '../../../shared/signature/check-signature.ts'
import { type CustomSchemeName, formScheme, type Scheme } from '../../../shared/signature/scheme.ts'
import { signRequest } from '../../../shared/signature/sign-request.ts'
import type { SignatureRequest } from '../../../shared/signature/signature-request.ts'
import { plainEquivalent } from '../../../shared/signature/snippets/plain-equivalent.ts'
import { type SnippetLanguage, snippetLanguages } from '../../../shared/signature/snippets/snippet.ts'
import { snippetFor, snippetForScheme } from '../../../shared/signature/snippets/snippet-for.ts'
import { nodeCrypto } from './node-crypto.ts'
import { jwtCases } from './testing/jwt-cases.ts'
import {
  damaged,
  NOW,
  plainRequest,
  type SnippetCase,
  type SnippetScheme,
  signedCase,
  snippetCases,
  snippetRequest,
} from './testing/snippet-cases.ts'
import { canRun, hasLibrary, type SnippetRun, snippetRunners } from './testing/snippet-languages.ts'

const execute = promisify(execFile)

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'hookbench-snippets-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** What each snippet answered to what is right, and to what is wrong. */
async function runSnippets(language: SnippetLanguage, runs: ReadonlyArray<SnippetRun>) {
  const run = snippetRunners[language]
  if (run === null) throw new Error(`This machine has no ${language}`)
  const results = await run(await mkdtemp(path.join(folder, `${language}-`)), runs)
  return runs.map(({ title }, index) => [title, ...(results[index] ?? [])] as const)
}

function runAll(language: SnippetLanguage, all: ReadonlyArray<SnippetCase> = snippetCases) {
  const runs = all.flatMap(({ title, scheme, provider }): SnippetRun[] => {
    const signed = signedCase(scheme)
    const snippet = snippetForScheme(scheme, provider, language)
    if (signed === null || snippet.kind !== 'snippet' || !canRun(language, snippet.code)) return []
    const { environment, good, bad } = signed
    return [{ title, code: snippet.code, environment, requests: [good, bad].map(snippetRequest) }]
  })
  return runSnippets(language, runs)
}

describe.each(snippetLanguages)('%s', (language) => {
  test.runIf(snippetRunners[language] !== null)(
    'the snippet of every scheme accepts what is signed and refuses what is damaged',
    { timeout: 300_000 },
    async () => {
      const results = await runAll(language)
      expect(results.filter(([, good, bad]) => !(good === true && bad === false))).toEqual([])
      expect(results.length).toBeGreaterThan(200)
    },
  )
})

describe.each(snippetLanguages)('%s', (language) => {
  test.runIf(snippetRunners[language] !== null && hasLibrary(language))(
    'the snippet of every signed token accepts it, and refuses it with another request',
    { timeout: 300_000 },
    async () => {
      const runs = jwtCases.flatMap(({ title, scheme, check, environment, good, bad }): SnippetRun[] => {
        const snippet = snippetFor(check, { scheme }, language)
        if (snippet.kind !== 'snippet') return []
        return [{ title, code: snippet.code, environment, requests: [good, bad].map(snippetRequest) }]
      })
      const results = await runSnippets(language, runs)
      expect(results.filter(([, good, bad]) => !(good === true && bad === false))).toEqual([])
      expect(results.length).toBeGreaterThanOrEqual(jwtCases.length - 1)
    },
  )
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
    for (const [index, { title, scheme, provider }] of snippetCases.entries()) {
      const snippet = snippetForScheme(scheme, provider, language)
      if (snippet.kind !== 'snippet') continue
      const file = path.join(folder, `${language}-${index}${extension}`)
      await writeFile(file, snippet.code)
      const { stdout } = await execute(program, [...options, file])
      // gofmt -l names files that it would write in another way.
      if (language === 'go') expect(stdout, title).toBe('')
    }
  })
})

test('few schemes have no snippet, each for a reason that is said', () => {
  for (const language of snippetLanguages) {
    const without = snippetCases.flatMap(({ title, scheme, provider }) => {
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
  for (const language of snippetLanguages) {
    if (snippetRunners[language] === null) continue
    const snippet = snippetFor(check, { scheme }, language)
    if (snippet.kind !== 'snippet') throw new Error(snippet.why)
    const given = { environment: { WEBHOOK_SECRET: key.value }, requests: [good, bad].map(snippetRequest) }
    expect(await runSnippets(language, [{ title: id, code: snippet.code, ...given }])).toEqual([[id, true, false]])
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
  for (const language of snippetLanguages) {
    if (snippetRunners[language] === null) continue
    expect(await runAll(language, hostile), language).toEqual([[text, true, false]])
  }
})
