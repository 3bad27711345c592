import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { expect } from 'vitest'
import { z } from 'zod'
import { emitTypes } from '../emit-types.ts'
import { shapeOfAll } from './shape-of-all.ts'

/** Every sample is valid by the types of all. */
export function expectAccepted(samples: ReadonlyArray<unknown>): void {
  const shape = shapeOfAll(samples)
  const about = ['From captures of */ x.\nAnd more.']
  const schema = JSON.parse(emitTypes(shape, 'schema', { name: 'any event', about })) as object
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true, ownProperties: true })
  addFormats.default(ajv)
  const validate = ajv.compile(schema)
  const zodSchema = evaluateZod(emitTypes(shape, 'zod', { name: 'any event', about }))
  for (const sample of samples) {
    expect(validate(sample), JSON.stringify([validate.errors, sample, schema])).toBe(true)
    const parsed = zodSchema.safeParse(sample)
    expect(parsed.success, JSON.stringify([parsed.error?.issues, sample])).toBe(true)
  }
}

/** The schema of the root, which is declared last. */
function evaluateZod(source: string): z.ZodType {
  const code = source
    .replace("import { z } from 'zod'\n", '')
    .replace(/^export type .*$/gm, '')
    .replaceAll(/^export const /gm, 'const ')
  const rootName = [...source.matchAll(/^export const (\w+)/gm)].at(-1)?.[1]
  return new Function('z', `${code}\nreturn ${rootName}`)(z) as z.ZodType
}
