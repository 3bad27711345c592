import { expect, test } from 'vitest'
import { headerFromText } from '../http/header-text.ts'
import { bytesFromLatin1, latin1FromBytes } from '../http/latin1.ts'
import { Redaction, type SharedMessage } from './redaction.ts'
import { DEFAULT_REDACTION_RULES } from './redaction-rules.ts'

const MAIL = 'jo.müller@example.com'
const IN_URL = encodeURIComponent(MAIL)
const wide = (text: string) => [...text].map((char) => `${char}\0`).join('')

function message(type: string, latin1: string, target = '/'): SharedMessage {
  return { target, headers: [['Content-Type', type]], trailers: [], body: bytesFromLatin1(latin1), decoded: null }
}

test('a value has one placeholder, however it is spelled and wherever it stands', () => {
  const utf8 = headerFromText(MAIL)
  const redaction = new Redaction({ rules: DEFAULT_REDACTION_RULES, secrets: [], keyedName: (value) => value })
  const messages = [
    message('application/json', `{"a":"other@example.com"}`),
    message('application/json', `{"a":"${utf8}","b":"jo.m\\u00fcller\\u0040example.com"}`, `/a?to=${IN_URL}`),
    message('text/xml', `<a b="${utf8}">jo.m&#252;ller&#64;example.com<![CDATA[${utf8}]]></a>`),
    message('text/csv', `id,mail\n1,${utf8}\n`),
    message('application/x-www-form-urlencoded', `mail=${IN_URL}`),
    message('text/plain; charset=utf-16le', wide(`to ${MAIL}.`)),
    message(
      'multipart/form-data; boundary=b',
      `--b\r\nContent-Disposition: form-data; name="m"\r\n\r\n${utf8}\r\n--b--`,
    ),
    message('text/plain', `From: ${utf8}`),
  ]
  const out = redaction.entry({ messages, texts: [`ask ${MAIL}`] })
  const shown = out.messages.map(({ target, body }) => `${target} ${latin1FromBytes(body).replaceAll('\0', '')}`)
  for (const text of [...shown.slice(1), ...out.texts]) expect(text).toContain('email-2')
  expect(
    [...shown, ...out.texts]
      .join('\n')
      .match(/email-\d+/g)
      ?.sort()
      .at(-1),
  ).toBe('email-2')
})
