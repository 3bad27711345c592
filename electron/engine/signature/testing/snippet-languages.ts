import { execFile, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { SnippetLanguage } from '../../../../shared/signature/snippets/snippet.ts'

/** A request as a snippet is given it. */
export interface SnippetRequest {
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** base64. */
  readonly body: string
  readonly method: string
  readonly url: string | null
}

export interface SnippetRun {
  readonly title: string
  readonly code: string
  readonly environment: Readonly<Record<string, string>>
  /** What is verified, and in the same order what is answered. */
  readonly requests: ReadonlyArray<SnippetRequest>
}

/** Runs snippets of a language in one process, and says what each answered; null for what threw. */
export type RunSnippets = (folder: string, runs: ReadonlyArray<SnippetRun>) => Promise<Array<Array<boolean | null>>>

const SDK_PACKAGES = fileURLToPath(new URL('../../../../e2e/sdk/node_modules', import.meta.url))

/** A version manager's, which may lack the system's packages, and the system's. */
const PYTHONS = ['python3', '/usr/bin/python3']

/** The languages that this machine has, but for Node, which is always there. */
export const snippetRunners: Readonly<Record<SnippetLanguage, RunSnippets | null>> = {
  node: runNode,
  python:
    runnerOf(PYTHONS, ['-c', 'import cryptography, jwt'], runPython) ??
    runnerOf(PYTHONS, ['-c', 'import cryptography'], runPython),
  ruby: runnerOf(['ruby'], ['-e', 'require "openssl"; exit(RUBY_VERSION >= "3")'], runRuby),
  go: runnerOf(['go'], ['version'], runGo),
  php: runnerOf(['php'], ['-r', 'exit(PHP_MAJOR_VERSION >= 8 && function_exists("openssl_verify") ? 0 : 1);'], runPhp),
}

/** Whether a Python package, a Ruby gem or the like is there as well. */
export function hasLibrary(language: SnippetLanguage): boolean {
  switch (language) {
    case 'node':
      return existsSync(path.join(SDK_PACKAGES, 'jose'))
    case 'python':
      return programOf(PYTHONS, ['-c', 'import cryptography, jwt']) !== null
    case 'ruby':
      return programOf(['ruby'], ['-e', 'require "jwt"']) !== null
    // What is tried of these two takes no library.
    case 'go':
    case 'php':
      return true
  }
}

/** PHP's Unicode library is an extension. */
export function canRun(language: SnippetLanguage, code: string): boolean {
  return !(language === 'php' && code.includes('Normalizer')) || hasIntl()
}

const hasIntl = (() => {
  let known: boolean | undefined
  return () => {
    known ??= programOf(['php'], ['-r', 'exit(class_exists("Normalizer") ? 0 : 1);']) !== null
    return known
  }
})()

type RunWith = (program: string, folder: string, runs: ReadonlyArray<SnippetRun>) => ReturnType<RunSnippets>

function runnerOf(programs: ReadonlyArray<string>, test: ReadonlyArray<string>, run: RunWith): RunSnippets | null {
  const program = programOf(programs, test)
  return program === null ? null : (folder, runs) => run(program, folder, runs)
}

function programOf(programs: ReadonlyArray<string>, test: ReadonlyArray<string>): string | null {
  return programs.find((program) => spawnSync(program, test).status === 0) ?? null
}

const execute = promisify(execFile)

async function answersOf(program: string, parameters: ReadonlyArray<string>, cwd: string) {
  const { stdout } = await execute(program, parameters, { cwd, maxBuffer: 16 * 1024 * 1024, timeout: 280_000 })
  return JSON.parse(stdout) as Array<Array<boolean | null>>
}

/** Writes a file for each snippet, and one with the requests for the program that calls them. */
async function writeCases(folder: string, runs: ReadonlyArray<SnippetRun>, extension: string): Promise<string> {
  const cases = runs.map(({ environment, requests }, index) => ({
    file: path.join(folder, `case${index}${extension}`),
    name: `case${index}`,
    environment,
    requests,
  }))
  await Promise.all(cases.map(({ file }, index) => writeFile(file, runs[index]?.code ?? '')))
  const list = path.join(folder, 'cases.json')
  await writeFile(list, JSON.stringify(cases))
  return list
}

const NODE_DRIVER = `
import { readFile } from 'node:fs/promises'
// What is fetched is here: no test asks the network.
globalThis.fetch = async () => new Response(process.env.TEST_CERTIFICATE)
const results = []
for (const { file, environment, requests } of JSON.parse(await readFile(process.argv[2], 'utf8'))) {
  Object.assign(process.env, environment)
  const { verify } = await import(file)
  const answers = []
  for (const request of requests) {
    answers.push(await Promise.resolve().then(() => verify({ ...request, body: Buffer.from(request.body, 'base64') })).catch(() => null))
  }
  results.push(answers)
}
console.log(JSON.stringify(results))
`

async function runNode(folder: string, runs: ReadonlyArray<SnippetRun>) {
  const list = await writeCases(folder, runs, '.mjs')
  if (existsSync(SDK_PACKAGES)) await symlink(SDK_PACKAGES, path.join(folder, 'node_modules'))
  await writeFile(path.join(folder, 'driver.mjs'), NODE_DRIVER)
  return answersOf(process.execPath, ['driver.mjs', list], folder)
}

const PYTHON_DRIVER = `
import base64, inspect, io, json, os, sys, urllib.request
# What is fetched is here: no test asks the network.
urllib.request.urlopen = lambda url, timeout=None: io.BytesIO(os.environ["TEST_CERTIFICATE"].encode())
results = []
for case in json.load(open(sys.argv[1])):
    os.environ.update(case["environment"])
    module = {}
    exec(compile(open(case["file"]).read(), case["file"], "exec"), module)
    names = inspect.signature(module["verify"]).parameters
    def call(request):
        request = {**request, "body": base64.b64decode(request["body"])}
        try:
            return module["verify"](**{name: request[name] for name in names})
        except Exception:
            return None
    results.append([call(request) for request in case["requests"]])
print(json.dumps(results))
`

async function runPython(program: string, folder: string, runs: ReadonlyArray<SnippetRun>) {
  const list = await writeCases(folder, runs, '.py')
  await writeFile(path.join(folder, 'driver.py'), PYTHON_DRIVER)
  return answersOf(program, ['driver.py', list], folder)
}

const RUBY_DRIVER = `
require "json"
require "net/http"
# What is fetched is here: no test asks the network.
Net::HTTP.define_singleton_method(:get) { |_| ENV.fetch("TEST_CERTIFICATE") }
results = JSON.parse(File.read(ARGV[0])).map do |entry|
  ENV.update(entry["environment"])
  snippet = Module.new
  snippet.extend(snippet)
  snippet.module_eval(File.read(entry["file"]), entry["file"])
  names = snippet.method(:verify).parameters.map(&:last)
  entry["requests"].map do |request|
    given = { headers: request["headers"], body: request["body"].unpack1("m"), method: request["method"], url: request["url"] }
    snippet.verify(**given.slice(*names))
  rescue StandardError
    nil
  end
end
puts JSON.generate(results)
`

async function runRuby(program: string, folder: string, runs: ReadonlyArray<SnippetRun>) {
  const list = await writeCases(folder, runs, '.rb')
  await writeFile(path.join(folder, 'driver.rb'), RUBY_DRIVER)
  return answersOf(program, ['driver.rb', list], folder)
}

const PHP_DRIVER = `<?php
error_reporting(E_ERROR);
$results = [];
foreach (json_decode(file_get_contents($argv[1]), true) as $case) {
    foreach ($case['environment'] as $name => $value) putenv("$name=$value");
    require $case['file'];
    $verify = new ReflectionFunction("\\\\{$case['name']}\\\\verify");
    $names = array_map(fn ($parameter) => $parameter->getName(), $verify->getParameters());
    $answers = [];
    foreach ($case['requests'] as $request) {
        $request['body'] = base64_decode($request['body']);
        try {
            $answers[] = $verify->invokeArgs(array_map(fn ($name) => $request[$name], $names));
        } catch (Throwable $error) {
            $answers[] = null;
        }
    }
    $results[] = $answers;
}
echo json_encode($results);
`

/** What is fetched is here: no test asks the network. */
const PHP_FETCH = "function file_get_contents(string $url): string { return getenv('TEST_CERTIFICATE'); }"

/** Each in a namespace of its own, since all define the same function. */
async function runPhp(program: string, folder: string, runs: ReadonlyArray<SnippetRun>) {
  const named = runs.map((run, index) => ({
    ...run,
    code: run.code.replace(
      '<?php',
      `<?php
namespace case${index};
${PHP_FETCH}`,
    ),
  }))
  const list = await writeCases(folder, named, '.php')
  await writeFile(path.join(folder, 'driver.php'), PHP_DRIVER)
  return answersOf(program, ['driver.php', list], folder)
}

/** Each in a package of its own, with variables of the environment of its own: packages read them before main runs. */
async function runGo(program: string, folder: string, runs: ReadonlyArray<SnippetRun>) {
  await writeFile(path.join(folder, 'go.mod'), 'module hooks\n\ngo 1.18\n')
  for (const [index, { code }] of runs.entries()) {
    await mkdir(path.join(folder, `case${index}`))
    await writeFile(
      path.join(folder, `case${index}`, 'verify.go'),
      code.replaceAll(/"(WEBHOOK_\w+)"/g, `"$1_${index}"`),
    )
  }
  await writeFile(path.join(folder, 'main.go'), goDriver(runs))
  const requests = runs.map((run) => run.requests)
  await writeFile(path.join(folder, 'cases.json'), JSON.stringify(requests))
  const entries = runs.flatMap(({ environment }, index) =>
    Object.entries(environment).map(
      ([name, value]) => [name.startsWith('WEBHOOK_') ? `${name}_${index}` : name, value] as const,
    ),
  )
  const built = path.join(folder, 'driver')
  await execute(program, ['build', '-o', built, '.'], {
    cwd: folder,
    env: { ...process.env, GOFLAGS: '', GOPROXY: 'off', GOTOOLCHAIN: 'local' },
    timeout: 280_000,
  })
  const env = { ...process.env, ...Object.fromEntries(entries) }
  const { stdout } = await execute(built, [path.join(folder, 'cases.json')], { env, maxBuffer: 16 * 1024 * 1024 })
  return JSON.parse(stdout) as Array<Array<boolean | null>>
}

function goDriver(runs: ReadonlyArray<SnippetRun>): string {
  const calls = runs.map(({ code }, index) => {
    const parameters = /func Verify\(([^)]*)\)/.exec(code)?.[1] ?? ''
    const given = parameters.split(', ').map((parameter) => GO_ARGUMENTS[parameter.split(' ')[0] ?? ''] ?? '')
    return `\tfunc(r request) bool { return case${index}.Verify(${given.join(', ')}) },`
  })
  return `package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
${runs.map((_, index) => `\tcase${index} "hooks/case${index}"`).join('\n')}
)

// What is fetched is here: no test asks the network.
type certificates struct{}

func (certificates) RoundTrip(r *http.Request) (*http.Response, error) {
	body := io.NopCloser(strings.NewReader(os.Getenv("TEST_CERTIFICATE")))
	return &http.Response{StatusCode: 200, Body: body, Request: r}, nil
}

type request struct {
	Headers map[string]string
	Body    []byte
	Method  string
	Url     string
}

func (r request) header() http.Header {
	header := http.Header{}
	for name, value := range r.Headers {
		header.Set(name, value)
	}
	return header
}

func answer(call func(request) bool, r request) (answered *bool) {
	defer func() {
		if recover() != nil {
			answered = nil
		}
	}()
	valid := call(r)
	return &valid
}

var calls = []func(request) bool{
${calls.join('\n')}
}

func main() {
	http.DefaultTransport = certificates{}
	text, _ := os.ReadFile(os.Args[1])
	var cases [][]request
	if err := json.Unmarshal(text, &cases); err != nil {
		panic(err)
	}
	results := [][]*bool{}
	for i, requests := range cases {
		answers := []*bool{}
		for _, r := range requests {
			answers = append(answers, answer(calls[i], r))
		}
		results = append(results, answers)
	}
	out, _ := json.Marshal(results)
	fmt.Println(string(out))
}
`
}

const GO_ARGUMENTS: Readonly<Record<string, string>> = {
  header: 'r.header()',
  body: 'r.Body',
  method: 'r.Method',
  url: 'r.Url',
}
