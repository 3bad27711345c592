import { execFile } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import { emitTypes } from '../../../shared/shape/emit-types.ts'
import { anyPayload } from '../../../shared/shape/testing/any-payload.ts'
import { expectAccepted } from '../../../shared/shape/testing/expect-accepted.ts'
import { shapeOfAll } from '../../../shared/shape/testing/shape-of-all.ts'

const require = createRequire(import.meta.url)
const github = require('@octokit/webhooks-examples') as Array<{ name: string; examples: unknown[] }>

test.each(github)('every example of GitHub is valid by the types of all of them: $name', ({ examples }) => {
  expectAccepted(examples)
})

test('the TypeScript compiles and takes every sample, and so does what Zod infers', { timeout: 120_000 }, async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hookbench-emitted-'))
  onTestFinished(() => fs.rmSync(folder, { recursive: true, force: true }))
  const random = fc
    .sample(fc.array(anyPayload, { minLength: 1, maxLength: 10 }), 60)
    .map((samples, index) => ({ name: `random ${index}`, samples }))
  // Often enough for enums, constants and unions.
  const often = random.map(({ name, samples }) => ({
    name: `${name} often`,
    samples: Array.from({ length: 40 }, (_, index) => samples[index % samples.length]),
  }))
  const real = github.map(({ name, examples }) => ({ name, samples: examples }))
  const comment = (id: number, replies: unknown) => ({ id, replies, best: null, 'also-by': [] })
  const nested = {
    name: 'recursive',
    samples: [
      { first: comment(1, [comment(2, [comment(3, null)])]) },
      { first: { ...comment(4, []), best: comment(5, []), 'also-by': [[comment(6, [])]] } },
    ],
  }
  for (const [index, { name, samples }] of [...random, ...often, ...real, nested].entries()) {
    const heading = { name, about: ['Of */ hostile\nnames.'] }
    const shape = shapeOfAll(samples)
    const values = [...new Set(samples.map((sample) => literal(sample)))]
    for (const language of ['ts', 'zod'] as const) {
      const types = emitTypes(shape, language, heading)
      const root = rootName(types, language)
      const taken = values.map((value, at) => `export const sample${at}: ${root} = ${value}\n`)
      fs.writeFileSync(path.join(folder, `${language}-${index}.ts`), `${types}\n${taken.join('')}`)
    }
  }
  const options = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: true,
    target: 'es2024',
    module: 'esnext',
    moduleResolution: 'bundler',
    types: [],
    paths: { zod: [path.join(path.dirname(require.resolve('zod/package.json')), 'index.d.ts')] },
  }
  fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options, include: ['*.ts'] }))
  const compiler = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc')
  const { stdout } = await promisify(execFile)(process.execPath, [compiler, '-p', folder]).catch(
    (error: { stdout: string }) => error,
  )
  expect(stdout).toBe('')
})

function rootName(types: string, language: 'ts' | 'zod'): string {
  const names = [...types.matchAll(/^export (?:interface|type) (\w+)/gm)].map((match) => match[1])
  return (language === 'ts' ? names[0] : names.at(-1)) as string
}

/** A value as an expression, in which no name has a meaning of its own. */
function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, inside]) => `[${JSON.stringify(name)}]: ${literal(inside)}`)
    .join(', ')}}`
}
