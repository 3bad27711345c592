import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AccessRules, accessRulesChange, NO_ACCESS_RULES } from '../../../shared/endpoint/access-rules.ts'
import { type AccessRequest, prepareAccess } from './access-check.ts'

const TOKEN = 'k3yT-x91p_Qa'

function verdict(
  rules: Partial<AccessRules>,
  request: Partial<AccessRequest>,
  slug = 'stripe',
  password = 'pass:word',
) {
  const check = prepareAccess(slug, { ...NO_ACCESS_RULES, ...rules }, password)
  if (check === null) throw new Error('There are no rules')
  return check.refusal({ target: '/stripe', headers: [], address: null, ...request })?.status ?? 'in'
}

test('no rules cost nothing', () => {
  expect(prepareAccess('stripe', { ...NO_ACCESS_RULES, storeRefused: true }, null)).toBeNull()
})

test('addresses and ranges of both families, however a socket spells them', () => {
  const allowedAddresses = ['192.0.2.7', '10.0.0.0/8', '2001:db8::/32', 'fe80::1']
  const from = (address: string | null) => verdict({ allowedAddresses }, { address })
  for (const address of [
    '192.0.2.7',
    '10.255.0.1',
    '::ffff:10.1.2.3',
    '::ffff:192.0.2.7',
    '2001:db8:1::9',
    'fe80::1%eth0',
  ]) {
    expect([address, from(address)]).toEqual([address, 'in'])
  }
  for (const address of [
    '192.0.2.8',
    '11.0.0.1',
    '2001:db9::1',
    '::ffff:11.0.0.1',
    null,
    '',
    'localhost',
    '10.0.0.1, 10.0.0.2',
  ]) {
    expect([address, from(address)]).toEqual([address, 403])
  }
})

test('a path token is the segment after the slug, exactly as it is spelled', () => {
  const at = (target: string | null, slug = 'stripe') => verdict({ pathToken: TOKEN }, { target }, slug)
  for (const target of [`/stripe/${TOKEN}`, `/stripe/${TOKEN}/a`, `/stripe/${TOKEN}?x`, `http://h/stripe/${TOKEN}/`]) {
    expect([target, at(target)]).toEqual([target, 'in'])
  }
  const wrong = [
    '/stripe',
    '/stripe/',
    `/stripe//${TOKEN}`,
    `/stripe/x/../${TOKEN}`,
    `/stripe/./${TOKEN}`,
    `/stripe%2F${TOKEN}`,
    `/stripe/%6b3yT-x91p_Qa`,
    `/stripe/${TOKEN}%2Fa`,
    `/stripe/${TOKEN}%00`,
    `/stripe/${TOKEN};a=1`,
    `/stripe/${TOKEN.toUpperCase()}`,
    `/stripe/${TOKEN}x`,
    `/stripe/${TOKEN.slice(0, -1)}`,
    `/stripe?${TOKEN}`,
    `/stripe#/${TOKEN}`,
    `/stripe?/${TOKEN}`,
    `\\stripe\\${TOKEN}`,
    '*',
    null,
  ]
  for (const target of wrong) expect([target, at(target)]).toEqual([target, 403])
  expect(at(`/${TOKEN}/a`, 'default')).toBe('in')
  expect(at(`/a/${TOKEN}`, 'default')).toBe(403)
})

test('no other segment than the token is let in', () => {
  fc.assert(
    fc.property(fc.string(), (segment) => {
      expect(verdict({ pathToken: TOKEN }, { target: `/stripe/${segment}` })).toBe(
        segment.split(/[/?#]/)[0] === TOKEN ? 'in' : 403,
      )
    }),
  )
})

test('basic auth: asks for it where there is none, and takes one right one', () => {
  const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`
  const with_ = (...headers: string[]) => verdict({ basicAuth: { user: 'jo' } }, { headers })
  expect(with_()).toBe(401)
  expect(with_('Authorization', basic('jo:pass:word'))).toBe('in')
  expect(with_('aUTHORIZATION', basic('jo:pass:word').replace('Basic', 'bASIC'))).toBe('in')
  for (const value of [
    basic('jo:pass:wor'),
    basic('jo:pass:word\0'),
    basic('jo:'),
    basic(':pass:word'),
    basic(''),
    'Basic',
    'Basic  ',
    `Bearer ${Buffer.from('jo:pass:word').toString('base64')}`,
    `${basic('jo:pass:word')}, ${basic('jo:x')}`,
    '',
  ]) {
    expect([value, with_('Authorization', value)]).toEqual([value, 403])
  }
  expect(with_('Authorization', basic('jo:x'), 'Authorization', basic('jo:pass:word'))).toBe(403)
  // An attacker's header whose value only looks like another header is no header.
  expect(with_('X-A', `Authorization: ${basic('jo:pass:word')}`)).toBe(401)
})

test('a password that cannot be read lets nobody in', () => {
  const check = prepareAccess('stripe', { ...NO_ACCESS_RULES, basicAuth: { user: 'jo' } }, null)
  for (const text of ['jo:', 'jo:null', 'jo']) {
    const headers = ['Authorization', `Basic ${Buffer.from(text).toString('base64')}`]
    expect(check?.refusal({ target: '/stripe', headers, address: null })?.status).toBe(403)
  }
})

test('every rule that is set must be met', () => {
  const rules = { allowedAddresses: ['192.0.2.7'], pathToken: TOKEN }
  expect(verdict(rules, { address: '192.0.2.7', target: `/stripe/${TOKEN}` })).toBe('in')
  expect(verdict(rules, { address: '192.0.2.8', target: `/stripe/${TOKEN}` })).toBe(403)
  expect(verdict(rules, { address: '192.0.2.7', target: '/stripe' })).toBe(403)
})

test('rules that could not hold are refused when they are set', () => {
  const valid = { allowedAddresses: ['192.0.2.0/24', '::1'], pathToken: TOKEN, basicAuth: null, storeRefused: false }
  expect(accessRulesChange.safeParse(valid).success).toBe(true)
  const wrong = [
    { allowedAddresses: ['example.com'] },
    { allowedAddresses: ['192.0.2.0/33'] },
    { allowedAddresses: ['*'] },
    { allowedAddresses: [''] },
    { pathToken: 'short' },
    { pathToken: 'with/slash/in' },
    { pathToken: '........' },
    { basicAuth: { user: 'a:b', password: 'x' } },
    { basicAuth: { user: 'a', password: '' } },
    { basicAuth: { user: 'a', password: 'x\r\nSet-Cookie: a' } },
  ]
  for (const part of wrong)
    expect([part, accessRulesChange.safeParse({ ...valid, ...part }).success]).toEqual([part, false])
})
