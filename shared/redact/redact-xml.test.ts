import { expect, test } from 'vitest'
import { redactedBody } from './testing/redacted-body.ts'

const CASES: ReadonlyArray<readonly [given: string, expected: string]> = [
  ['<a><password><![CDATA[x<y]]></password></a>', '<a><password><![CDATA[[token-1]]]></password></a>'],
  ['<a><note><![CDATA[to jo@example.com]]></note></a>', '<a><note><![CDATA[to [email-1]]]></note></a>'],
  ['<a><![CDATA[{"token":"x"}]]></a>', '<a><![CDATA[{"token":"[token-1]"}]]></a>'],
  ['<a>jo&#64;example.com jo&#x40;example.com</a>', '<a>[email-1] [email-1]</a>'],
  ['<a>jo&commat;example&period;com</a>', '<a>[email-1]</a>'],
  ['<ns:Password Type="text">x &amp; y</ns:Password>', '<ns:Password Type="text">[token-1]</ns:Password>'],
  ['<credentials><user>jo</user></credentials>', '<credentials><user>[token-1]</user></credentials>'],
  ['<e key="password">x</e><e key="n">y</e>', '<e key="password">[token-1]</e><e key="n">y</e>'],
  ['<input name="csrf_token" value="x"/>', '<input name="csrf_token" value="[token-1]"/>'],
  ["<input value='x' name='password'>", "<input value='[token-1]' name='password'>"],
  ['<input id="f1" name="password" value="x">', '<input id="f1" name="password" value="[token-1]">'],
  ['<input type="password" value="x">', '<input type="password" value="[token-1]">'],
  [
    '<f><name>password</name><id>7</id><value>x</value></f>',
    '<f><name>password</name><id>7</id><value>[token-1]</value></f>',
  ],
  ['<f><value>x</value><name>password</name></f>', '<f><value>[token-1]</value><name>password</name></f>'],
  [
    '<f><name>password</name><on>true</on><value>x</value></f>',
    '<f><name>password</name><on>true</on><value>[token-1]</value></f>',
  ],
  [
    '<m><value><string>x</string></value><name>password</name></m>',
    '<m><value><string>[token-1]</string></value><name>password</name></m>',
  ],
  ['<f p:name="password" p:value="x"/>', '<f p:name="password" p:value="[token-1]"/>'],
  ['<add key="Api&#75;ey" value="x"/>', '<add key="Api&#75;ey" value="[token-1]"/>'],
  ['<p><label>Password</label><input value="x"/></p>', '<p><label>Password</label><input value="[token-1]"/></p>'],
  [
    '<d><key>n</key><value>x</value><key>password</key><value>y</value><key>m</key><value>z</value></d>',
    '<d><key>n</key><value>x</value><key>password</key><value>[token-1]</value><key>m</key><value>z</value></d>',
  ],
  ['<dict><key>password</key><string>x</string></dict>', '<dict><key>password</key><string>[token-1]</string></dict>'],
  [
    '<m><name>password</name><value><string>x</string></value></m>',
    '<m><name>password</name><value><string>[token-1]</string></value></m>',
  ],
  ['<!-- password=x jo@example.com --><a/>', '<!-- password=[token-1] [email-1] --><a/>'],
  ['<a href="mailto:jo%40example.com">x</a>', '<a href="mailto:[email-1]">x</a>'],
  ['<a b="1" token=x c=\'2\'/>', '<a b="1" token=[token-1] c=\'2\'/>'],
  ['<a><password>cut', '<a><password>[token-1]'],
  ['<a><password><![CDATA[cut', '<a><password><![CDATA[[token-1]'],
]

test.each(CASES)('%s', (given, expected) => {
  expect(redactedBody(given, 'application/xml')).toBe(expected)
})

test.each(CASES)('inside JSON: %s', (given, expected) => {
  expect(redactedBody(JSON.stringify({ xml: given }), 'application/json')).toBe(JSON.stringify({ xml: expected }))
})

test.each([
  '<?xml version="1.0"?>\r\n<a  b = "1">1 &lt; 2 <!-- fine --><![CDATA[x]]></a >\n',
  '<!DOCTYPE html><p>Change your password here: <a href="/account">account</a></p>',
])('leaves %s', (given) => {
  expect(redactedBody(given, 'text/xml')).toBe(given)
})

test('any depth, and whatever is no XML', { timeout: 30_000 }, () => {
  const deep = `${'<a>'.repeat(300_000)}<password>x</password>`
  expect(redactedBody(deep, 'text/xml')).toBe(deep.replace('>x<', '>[token-1]<'))
  for (const piece of ['<', '<a ', '<a b="', '<![CDATA[', '<!--', '</', '&#', '&#64', '<a b='])
    redactedBody(`<x>${piece.repeat(200_000)}`, 'text/xml')
})
