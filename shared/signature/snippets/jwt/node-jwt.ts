import { valueAt } from '../node/node-values.ts'
import { plain } from '../node/node-verify.ts'
import { quoteText } from '../quote-text.ts'
import type { SnippetContext } from '../snippet.ts'
import { claimConditions, type JwtPlan } from './jwt-plan.ts'

const quote = quoteText.javascript

/** With jose, which most use in Node. */
export function nodeJwtSnippet(plan: JwtPlan, { title }: SnippetContext): string {
  const conditions = claimConditions(plan, {
    claim: (name) => `text(${quote(name)})`,
    quote,
    environment: (name) => `process.env.${name}`,
    url: 'url',
    body: 'body',
    hash: (hash, encoding, of) => `createHash(${quote(hash)}).update(${of}).digest(${quote(plain(encoding))})`,
    equal: (left, right) => `equal(${left}, ${right})`,
    among: (text, quoted) =>
      quoted.length === 1 ? `${text} === ${quoted[0]}` : `[${quoted.join(', ')}].includes(${text})`,
    or: (left, right) => `(${left} || ${right})`,
    isEmpty: (text) => `${text} === ''`,
    bodyIsEmpty: 'body.length === 0',
    unpadded: (text) => `${text}.replace(/=+$/, '')`,
  })
  const compares = conditions.some((condition) => condition.includes('equal('))
  const imports = [
    ...(conditions.some((condition) => condition.includes('createHash')) ? ['createHash'] : []),
    ...(plan.key.kind === 'public-key' ? ['createPublicKey'] : []),
    ...(compares ? ['timingSafeEqual'] : []),
  ]
  const names = (['headers', 'body', 'url'] as const).filter((name) => plan.uses[name])
  const word = plan.word === null ? '' : `.replace(/${plan.word}/i, '')`
  const options = [
    `algorithms: [${quote(plan.algorithm)}]`,
    ...(plan.leewaySeconds === 0 ? [] : [`clockTolerance: ${plan.leewaySeconds}`]),
    ...(plan.maxAgeSeconds === null ? [] : [`maxTokenAge: ${plan.maxAgeSeconds}`]),
  ]
  return [
    `// ${title}`,
    ...(imports.length === 0 ? [] : [`import { ${imports.join(', ')} } from 'node:crypto'`]),
    `import { ${plan.key.kind === 'jwks' ? 'createRemoteJWKSet, ' : ''}jwtVerify } from 'jose'`,
    '',
    ...keyLines(plan),
    '',
    ...(plan.uses.body
      ? ['// body: the raw bytes, before any parser; in Express from express.raw({ type: () => true }).']
      : []),
    ...(plan.uses.url ? ['// url: the public one, as the provider was given it.'] : []),
    `export async function verify({ ${names.join(', ')} }) {`,
    `  const token = (${valueAt(plan.token)})${word}.trim()`,
    '  try {',
    `    ${conditions.length === 0 ? '' : 'const { payload } = '}await jwtVerify(token, key, { ${options.join(', ')} })`,
    ...(conditions.length === 0 ? [] : ["    const text = (name) => String([payload[name] ?? ''].flat()[0])"]),
    `    return ${conditions.length === 0 ? 'true' : conditions.join(' && ')}`,
    '  } catch {',
    '    return false',
    '  }',
    '}',
    ...(compares ? ['', ...EQUAL] : []),
    '',
  ].join('\n')
}

const EQUAL = [
  "function equal(left, right = '') {",
  '  const [a, b] = [Buffer.from(left), Buffer.from(right)]',
  "  return left !== '' && a.length === b.length && timingSafeEqual(a, b)",
  '}',
]

function keyLines({ key }: JwtPlan): string[] {
  switch (key.kind) {
    case 'secret':
      return ['const key = Buffer.from(process.env.WEBHOOK_SECRET)']
    case 'public-key':
      return ['// A PEM.', 'const key = createPublicKey(process.env.WEBHOOK_PUBLIC_KEY)']
    case 'jwks':
      return [`const key = createRemoteJWKSet(new URL(${quote(key.url)}))`]
  }
}
