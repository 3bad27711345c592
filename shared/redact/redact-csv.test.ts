import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

test.each([
  [
    'text/csv',
    'id,password,n\r\n1,hunter2,x\r\n2,hunter3,y\r\n',
    'id,password,n\r\n1,[token-1],x\r\n2,[token-2],y\r\n',
  ],
  ['text/csv', '"id","Api Key"\n"1","a ""b"", c"\n', '"id","Api Key"\n"1","[token-1]"\n'],
  ['text/csv', 'id,note\n1,"to jo@example.com,\nnow"\n', 'id,note\n1,"to [email-1],\nnow"\n'],
  ['text/csv; charset=utf-8', '\ufeffpassword;id\nx y;1\n', '\ufeffpassword;id\n[token-1];1\n'],
  ['text/tab-separated-values', 'id\ttoken\n1\tx\n', 'id\ttoken\n1\t[token-1]\n'],
  ['text/plain', 'id,ssn\n1,078-05-1120\n2,219-09-9999\n', 'id,ssn\n1,[personal-1]\n2,[personal-2]\n'],
  ['', 'user|password\njo|x y\n', 'user|password\njo|[token-1]\n'],
  ['text/csv', 'password\nx\ny', 'password\n[token-1]\n[token-2]'],
  ['text/csv', 'id,password\n1,"cut of', 'id,password\n1,"[token-1]'],
  ['text/csv', 'id,password,n\n1,,x\n2\n3,null,y,z', 'id,password,n\n1,,x\n2\n3,null,y,z'],
])('%s %j', (type, given, expected) => {
  expect(redactedBody(given, type)).toBe(expected)
})

test.each([
  ['text/csv', 'id,name\n1,Jo\n'],
  ['text/plain', 'Your token, please\nand a line, too\n'],
])('%s leaves %j', (type, given) => {
  expect(redactedBody(given, type)).toBe(given)
})

test('inside JSON', () => {
  const csv = 'id,password\n1,x\n'
  expect(redactedBody(JSON.stringify({ csv }), 'application/json')).toBe(
    JSON.stringify({ csv: 'id,password\n1,[token-1]\n' }),
  )
})

test('what stands behind a closing quote is looked through', () => {
  expect(redactedBody('a,b\n"x" jo@example.com,"y"z\n', 'text/csv')).toBe('a,b\n"x" [email-1],"y"z\n')
})
