import { pythonDocument } from '../python/python-document.ts'
import { pythonDefinition, valueAt } from '../python/python-values.ts'
import { quoteText } from '../quote-text.ts'
import type { SnippetContext } from '../snippet.ts'
import { claimConditions, type JwtPlan } from './jwt-plan.ts'

const quote = quoteText.python

/** With PyJWT. */
export function pythonJwtSnippet(plan: JwtPlan, { title }: SnippetContext): string {
  const conditions = claimConditions(plan, {
    claim: (name) => `text(${quote(name)})`,
    quote,
    environment: (name) => `os.environ[${quote(name)}]`,
    url: 'url',
    body: 'body',
    hash: hashOf,
    equal: (left, right) => `hmac.compare_digest(${left}.encode(), ${right}.encode())`,
    among: (text, quoted) => (quoted.length === 1 ? `${text} == ${quoted[0]}` : `${text} in [${quoted.join(', ')}]`),
    or: (left, right) => `(${left} or ${right})`,
    isEmpty: (text) => `${text} == ""`,
    bodyIsEmpty: 'not body',
    unpadded: (text) => `${text}.rstrip("=")`,
  })
  const required = plan.maxAgeSeconds === null ? '' : ', "require": ["iat"]'
  const leeway = plan.leewaySeconds === 0 ? '' : `, leeway=${plan.leewaySeconds}`
  const key = plan.key.kind === 'jwks' ? 'keys.get_signing_key_from_jwt(token).key' : 'key'
  return pythonDocument(
    title,
    ['', 'import jwt'],
    [
      ...keyLines(plan),
      '',
      '',
      ...(plan.uses.headers ? ['# headers: names in lower case.'] : []),
      ...(plan.uses.body ? ['# body: the raw bytes, before any parser (request.get_data() in Flask).'] : []),
      ...(plan.uses.url ? ['# url: the public one, as the provider was given it.'] : []),
      pythonDefinition(plan.uses),
      `    token = ${wordless(valueAt(plan.token), plan.word)}`,
      '    try:',
      `        claims = jwt.decode(token, ${key}, algorithms=[${quote(plan.algorithm)}]${leeway}, options={"verify_aud": False${required}})`,
      '    except jwt.PyJWTError:',
      '        return False',
      ...(plan.maxAgeSeconds === null
        ? []
        : [`    if time.time() - claims["iat"] > ${plan.maxAgeSeconds}:`, '        return False']),
      ...(conditions.length === 0
        ? ['    return True']
        : [
            '    def text(name):',
            '        value = claims.get(name, "")',
            '        return str(value[0] if isinstance(value, list) and value else value)',
            '',
            `    return ${conditions.join(' and ')}`,
          ]),
    ],
  )
}

function wordless(value: string, word: string | null): string {
  return word === null ? `(${value}).strip()` : `re.sub(r"(?i)${word}", "", ${value}).strip()`
}

function hashOf(hash: string, encoding: 'hex' | 'base64' | 'base64url', of: string): string {
  const bytes = of === 'body' ? 'body' : `${of}.encode()`
  if (encoding === 'hex') return `hashlib.${hash}(${bytes}).hexdigest()`
  return `base64.${encoding === 'base64' ? 'b64encode' : 'urlsafe_b64encode'}(hashlib.${hash}(${bytes}).digest()).decode()`
}

function keyLines({ key }: JwtPlan): string[] {
  switch (key.kind) {
    case 'secret':
      return ['key = os.environ["WEBHOOK_SECRET"]']
    case 'public-key':
      return ['# A PEM.', 'key = os.environ["WEBHOOK_PUBLIC_KEY"]']
    case 'jwks':
      return [`keys = jwt.PyJWKClient(${quote(key.url)})`]
  }
}
