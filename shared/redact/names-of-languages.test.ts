import { describe, expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

const NAMES = [
  'пароль',
  'Новый пароль',
  'パスワード',
  '暗証番号',
  '密码',
  '密碼',
  '비밀번호',
  'contraseña',
  'Contraseña',
  'mot de passe',
  'Kennwort',
  'hasło',
  'şifre',
  'lösenord',
  'كلمة المرور',
  'סיסמה',
]

describe.each(NAMES)('%s', (name) => {
  test.each<readonly [type: string, around: (value: string) => string]>([
    ['application/json', (value) => `{"${name}":"${value}","n":1}`],
    ['application/x-www-form-urlencoded', (value) => `a=1&${encodeURIComponent(name)}=${value}`],
    ['text/plain', (value) => `Hi\n${name}: ${value}\nBye`],
    ['text/plain', (value) => `Hi\n${name}：${value}\nBye`],
    ['text/plain', (value) => `user: jo, ${name}: ${value}, n: 1`],
    ['text/plain', (value) => `| ${name} | ${value} |\n`],
    ['text/plain', (value) => `- name: ${name}\n  value: ${value}\n`],
    ['text/csv', (value) => `id,${name}\n1,${value}\n`],
    ['text/plain', (value) => `id;${name}\n1;${value}\n`],
  ])('in %s: %s', (type, around) => {
    const given = around('S3cr3t').replace('%5B', '[')
    expect(redactedBody(given, type).replace('%5Btoken-1%5D', '[token-1]')).toBe(around('[token-1]'))
  })
})

test.each(['пароль', 'パスワード', 'contraseña'])('%s as an element, and in a log', (name) => {
  expect(redactedBody(`<a><${name}>S3cr3t</${name}></a>`, 'text/xml')).toBe(`<a><${name}>[token-1]</${name}></a>`)
  expect(redactedBody(`user=jo ${name}=S3cr3t n=1`, 'text/plain')).toBe(`user=jo ${name}=[token-1] n=1`)
  expect(redactedBody(`see ${name}="S3 cr3t" n`, 'text/plain')).toBe(`see ${name}="[token-1]" n`)
})

test.each([
  ['Your password is: S3cr3t', 'Your password is: [token-1]'],
  ['Ihr Passwort lautet: S3cr3t', 'Ihr Passwort lautet: [token-1]'],
  ['Votre mot de passe est : S3cr3t', 'Votre mot de passe est : [token-1]'],
])('%s', (given, expected) => {
  expect(redactedBody(given, 'text/plain')).toBe(expected)
})

test.each([
  '{"名前":"山田","парольный":1,"密码学":"x","город":"Москва"}',
  'Город: Москва\nИмя: Анна\n日時：2026年1月1日 12:00\n',
  'Забыли пароль? Нажмите сюда: да',
])('leaves %s', (given) => {
  expect(redactedBody(given, 'text/plain')).toBe(given)
})
