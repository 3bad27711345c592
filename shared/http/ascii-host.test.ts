import { expect, test } from 'vitest'
import { asciiHost } from './ascii-host.ts'
import { headerFromText } from './header-text.ts'

test.each([
  ['münchen.example', 'xn--mnchen-3ya.example'],
  ['MÜNCHEN.Example', 'xn--mnchen-3ya.example'],
  ['faß.example', 'xn--fa-hia.example'],
  ['例え.example', 'xn--r8jz45g.example'],
  ['ＡＢ。example', 'ab.example'],
  ['Plain.Example', 'Plain.Example'],
  ['a_b.example', 'a_b.example'],
  ['ü b.example', null],
  ['ü/b', null],
  ['', ''],
])('%s is looked up as %s', (host, wanted) => {
  expect(asciiHost(headerFromText(host))).toBe(wanted)
})
