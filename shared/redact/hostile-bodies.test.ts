import { describe, expect, test } from 'vitest'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { redactedBytes } from './testing/redacted-body.ts'

const SIZE = 512 * 1024

function filled(piece: string, start = '', size = SIZE): string {
  return start + piece.repeat(Math.floor(size / piece.length))
}

function distinct(each: (index: number) => string): string {
  const pieces: string[] = []
  for (let index = 0, length = 0; length < SIZE; index++) {
    const piece = each(index)
    pieces.push(piece)
    length += piece.length
  }
  return pieces.join('')
}

/** What a finder or a walker that is not linear, or keeps too much, would end on. */
const BODIES: ReadonlyArray<readonly [name: string, type: string, body: () => string]> = [
  ['lists in lists', 'application/json', () => filled('[')],
  ['objects in objects', 'application/json', () => filled('{"a":')],
  ['quotes', 'application/json', () => filled('"', '[')],
  ['backslashes', 'application/json', () => filled('\\', '["')],
  ['apostrophes', 'application/json', () => filled("'", '[')],
  ['comments', 'application/json', () => filled('/*', '[')],
  ['escapes', 'application/json', () => filled('\\u0041', '["')],
  ['base64', 'application/json', () => `["${filled('YWFh')}"]`],
  ['values before names', 'application/json', () => filled('{"value":"a=b;a=b","name":"cookie"},', '[')],
  [
    'values far before their names',
    'application/json',
    () => `${'{"value":"a=b","a":'.repeat(15_000)}1${',"name":"cookie"}'.repeat(15_000)}`,
  ],
  ['statements in one line', 'text/plain', () => filled('your password: a b ')],
  ['statements that open', 'text/plain', () => filled('password: {')],
  ['statements behind commas', 'text/plain', () => filled('a b, password: {')],
  ['blocks in blocks', 'text/plain', () => filled('credentials:\n ')],
  ['one long cookie', 'text/plain', () => filled('a=b;', 'Cookie: ')],
  ['addresses', 'text/plain', () => filled('a@b.co ')],
  ['signs of addresses', 'text/plain', () => filled('@')],
  ['dots of addresses', 'text/plain', () => filled('a.', 'x@')],
  ['percents', 'text/plain', () => filled('%41')],
  ['entities', 'text/plain', () => filled('&#64;')],
  ['digits', 'text/plain', () => filled('4')],
  ['groups of digits', 'text/plain', () => filled('+1 4242 ')],
  ['tokens', 'text/plain', () => filled('eyJ')],
  ['keys', 'text/plain', () => filled('PRIVATE KEY-----')],
  ['elements in elements', 'text/xml', () => filled('<a>')],
  ['attributes', 'text/xml', () => filled('b="1" ', '<a ')],
  ['open CDATA', 'text/xml', () => filled('<![CDATA[', '<a>')],
  ['rows', 'text/csv', () => filled('1,x\n', 'id,password\n')],
  ['cells that open', 'text/csv', () => filled('"', 'id,password\n')],
  ['parts', 'multipart/form-data; boundary=b', () => filled('--b\r\n\r\n\r\n')],
  ['pairs', 'application/x-www-form-urlencoded', () => filled('a=1&')],
  ['lone surrogates', 'text/plain; charset=utf-16', () => filled('\xd8\0')],
  ['null bytes', 'text/plain', () => filled('\0')],
  ['invalid UTF-8', 'application/json', () => filled('\xc3\x28\xff', '{"a":"')],
  [
    'different secrets that begin alike',
    'application/json',
    () => distinct((index) => `{"password":"aaaaaaaaaaaaaaaa${index}"},`),
  ],
]

describe('half a megabyte of nothing but', () => {
  test.each(BODIES)('%s', { timeout: 60_000 }, (_name, type, body) => {
    expect(redactedBytes(bytesFromLatin1(body()), type).length).toBeGreaterThan(0)
  })
})

/** What looks for an end again and again takes minutes for so much, and less than a second where it does not. */
const LARGER = 2 * 1024 * 1024

const LOOKED_AT_AGAIN: ReadonlyArray<readonly [name: string, type: string, body: () => string]> = [
  ['sentences with a key', 'text/plain', () => filled('|the token: x y', '', LARGER)],
  ['keys behind returns', 'text/plain', () => filled('\rcredentials:', '', LARGER)],
  ['users without a password', 'text/plain', () => filled('-u=', '', LARGER)],
  ['options whose value is a variable', 'text/plain', () => filled('--token=$(', '', LARGER)],
  ['options in front of options', 'text/plain', () => filled('--token:', '', LARGER)],
  ['options with values', 'text/plain', () => filled('--token x ', '', LARGER)],
  ['arrows', 'application/json', () => filled('a=>', '[', LARGER)],
  ['arrows in an object', 'application/json', () => filled('a=>', '{', LARGER)],
  ['spaces in a password', 'application/json', () => `${filled(' ', '{"password":"', LARGER)}x"}`],
  ['spaces in a cookie', 'application/json', () => `${filled(' ', '{"cookie":"a=b', LARGER)}x"}`],
  ['spaces in a block', 'text/plain', () => `${filled(' ', 'credentials:\n  a: b', LARGER)}x`],
  ['words of base64', 'text/plain', () => filled('aGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8g ', '', LARGER)],
  ['lines of base64', 'text/plain', () => filled(`${'aGVsbG8gaGVsbG8gaGVsbG8g'.repeat(2)}\n`, '', LARGER)],
  ['segments of base64', 'text/plain', () => filled('//aGVsbG8gaGVsbG8gaGVsbG8gaGVsbG8g', '', LARGER)],
  ['words of hex', 'text/plain', () => filled('68656c6c6f2068656c6c6f2068656c6c6f ', '', LARGER)],
  ['words of other alphabets', 'text/plain', () => filled('\xd0\xbf\xd0\xb0\xd1\x80 ', '', LARGER)],
  ['colons of full width', 'text/plain', () => filled('\xef\xbc\x9a', '', LARGER)],
  ['names with colons of full width', 'text/plain', () => filled('token\xef\xbc\x9a', '', LARGER)],
  ['sessions of PHP', 'text/plain', () => filled('a|i:1;', '', LARGER)],
  ['names of sessions', 'text/plain', () => filled(';aaaa', 'a|i:1;', LARGER)],
  ['bars', 'text/plain', () => filled('||password', '', LARGER)],
  ['borders', 'text/plain', () => filled('|password|\n+---+\n', '', LARGER)],
  ['what is said', 'text/plain', () => filled('password is ', '', LARGER)],
  ['paths', 'text/plain', () => filled('/services/T0ABCDEF12/', '', LARGER)],
  ['segments', 'text/plain', () => filled('/token', '', LARGER)],
  ['digits and dots', 'text/plain', () => filled('12345.AbCdEf-', '', LARGER)],
  ['programs', 'text/plain', () => filled('mysql ', '', LARGER)],
  ['commands with open quotes', 'text/plain', () => filled('mysql -p"', '', LARGER)],
  ['commands whose value is far', 'text/plain', () => filled('curl -u\\\n', '', LARGER)],
  ['lists of commands', 'application/json', () => filled('["mysql","-px"],', '[', LARGER)],
  ['what echo says', 'text/plain', () => filled('echo x | ', '', LARGER)],
  ['configured words', 'text/plain', () => filled('config set a ', '', LARGER)],
  ['rows of tables', 'text/plain', () => filled('| password | x |\n', '', LARGER)],
  [
    'rows under many columns',
    'text/plain',
    () => `${'|token'.repeat(200)}|\n|${'-|'.repeat(200)}\n${filled('|\n', '', LARGER)}`,
  ],
  ['cells', 'text/plain', () => filled('|', '', LARGER)],
  ['items of lists', 'text/plain', () => filled('- name: password\n  value:\n', '', LARGER)],
  ['values in front of names', 'text/plain', () => filled('  value: x\n', '', LARGER)],
  ['keys of YAML', 'text/plain', () => filled('? password\n: ', '', LARGER)],
  ['quotes by three', 'text/plain', () => filled("password = '''", '', LARGER)],
  ['headings', 'text/plain', () => filled('*Password:*\n', '', LARGER)],
  ['arrows in text', 'text/plain', () => filled("'password' => ", '', LARGER)],
  ['tags in text', 'text/plain', () => filled('<input name="password" value="', 'see ', LARGER)],
  ['pairs of names and values', 'text/plain', () => filled('name=password value="', '', LARGER)],
  ['users in URLs without a scheme', 'text/plain', () => filled('//u:', '@', LARGER)],
  ['arrays of PHP', 'text/plain', () => filled('a:1:{i:0;', '', LARGER)],
  ['strings of PHP', 'text/plain', () => filled('s:9:"', 'a:1:{', LARGER)],
  ['base64 in lines', 'text/plain', () => filled('YWFh\n', '', LARGER)],
  [
    'numbers behind a long name',
    'application/json',
    () => `${filled('a', '{"credentials":{"', LARGER / 2)}":${filled('1 ', '', LARGER / 2)}`,
  ],
]

describe('two megabytes of', () => {
  test.each(LOOKED_AT_AGAIN)('%s', { timeout: 60_000 }, (_name, type, body) => {
    expect(redactedBytes(bytesFromLatin1(body()), type).length).toBeGreaterThan(0)
  })
})
