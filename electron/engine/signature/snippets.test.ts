import { execFile, spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { providers } from '../../../shared/signature/catalogue/catalogue.ts'
import { checkSignature } from '../../../shared/signature/check-signature.ts'
import { formScheme } from '../../../shared/signature/scheme.ts'
import { type SnippetLanguage, snippetLanguages } from '../../../shared/signature/snippets/snippet.ts'
import { snippetFor, snippetForScheme } from '../../../shared/signature/snippets/snippet-for.ts'
import { nodeCrypto } from './node-crypto.ts'
import { jwtCases } from './testing/jwt-cases.ts'
import {
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

/** Reads many files in one process, and fails or prints where one is not as it should be. */
const CHECKERS: ReadonlyArray<
  readonly [language: SnippetLanguage, program: string, options: ReadonlyArray<string>, extension: string]
> = [
  ['ruby', 'ruby', ['-e', 'ARGV.each { |file| RubyVM::InstructionSequence.compile_file(file) }'], '.rb'],
  ['go', 'gofmt', ['-e', '-l'], '.go'],
]

describe.each(CHECKERS)('%s', (language, program, options, extension) => {
  const isThere = spawnSync(program, ['-h']).error === undefined
  test.runIf(isThere)(`snippets are right in the eyes of ${program}`, async () => {
    const files: string[] = []
    for (const { title, snippet } of everySnippet(language)) {
      if (snippet.kind !== 'snippet') continue
      const file = path.join(folder, `${title.replaceAll(' ', '-')}${extension}`)
      await writeFile(file, snippet.code)
      files.push(file)
    }
    const { stdout } = await execute(program, [...options, ...files])
    // gofmt -l names files that it would write in another way.
    expect(stdout).toBe('')
    expect(files.length).toBeGreaterThan(100)
  })
})

describe('php', () => {
  test.runIf(snippetRunners.php !== null)('snippets are right in the eyes of php', async () => {
    const runs = everySnippet('php').flatMap(({ title, snippet }): SnippetRun[] =>
      snippet.kind === 'snippet' ? [{ title, code: snippet.code, environment: {}, requests: [] }] : [],
    )
    // Loaded, each in a namespace, and asked nothing.
    expect(await runSnippets('php', runs)).toEqual(runs.map(({ title }) => [title]))
    expect(runs.length).toBeGreaterThan(100)
  })
})

/** Of every provider, whatever its schemes are. */
const everySnippet = (language: SnippetLanguage) =>
  providers.flatMap(({ id, name, schemes }) =>
    schemes.map((scheme, index) => ({ title: `${id} ${index}`, snippet: snippetForScheme(scheme, name, language) })),
  )

test('no library of a language has Keccak-256, and all else has a snippet, some once it was compared', () => {
  for (const language of snippetLanguages) {
    const without = everySnippet(language).flatMap(({ title, snippet }) =>
      snippet.kind === 'snippet' ? [] : [`${title}: ${snippet.why}`],
    )
    const needsCapture = without.filter((reason) => reason.includes('depends on the request'))
    expect(without.filter((reason) => !needsCapture.includes(reason))).toEqual([
      expect.stringMatching(/^moralis 0: .*Keccak-256/),
    ])
    expect(needsCapture.length).toBeLessThanOrEqual(4)
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

const HOSTILE = [
  "'; process.exit(1); '",
  '`$' + '{process.exit(1)}`',
  '"\n"; system("x") #{x} $x {$x}',
  '?> <?php echo 1; //',
  '\\',
  'a\u2028 é \u{1f600}',
]

const hostileCases = HOSTILE.map((text): SnippetCase => {
  const scheme = formScheme.parse({
    kind: 'hmac',
    hash: 'sha256',
    signature: { from: [{ in: 'header', name: 'X-Sign' }], layout: { kind: 'plain', prefix: text }, encoding: 'hex' },
    content: `${text.replaceAll('\\', '\\\\').replaceAll('{', '{{').replaceAll('}', '}}')}{json:/${text.replace(/[/~}]/g, '')}}{body}`,
    secret: { decode: 'text', ...(/^[\x20-\x7e]+$/.test(text) ? { prefixes: [text] } : {}) },
  }) as SnippetScheme
  return { title: text, scheme, provider: text }
})

/** All texts at once: a process of a language, or a build, takes far longer than a snippet. */
const hostileAnswers = new Map<SnippetLanguage, ReturnType<typeof runAll>>()

test.each(HOSTILE)('quotes %j wherever it stands', { timeout: 120_000 }, async (text) => {
  for (const language of snippetLanguages) {
    if (snippetRunners[language] === null) continue
    const answers = hostileAnswers.get(language) ?? runAll(language, hostileCases)
    hostileAnswers.set(language, answers)
    expect(
      (await answers).filter(([title]) => title === text),
      language,
    ).toEqual([[text, true, false]])
  }
})
