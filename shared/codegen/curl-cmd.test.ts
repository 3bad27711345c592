import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { cmdWord, curlCmdCommand } from './curl-cmd.ts'

test('what cmd and then curl make of a word is the word', () => {
  const text = fc.string({ unit: fc.constantFrom(...' !"#$%&\'()*+,-./0:;<=>?@A[\\]^_`b{|}~') })
  fc.assert(
    fc.property(text, (word) => {
      expect(readByProgram(readByCmd(cmdWord(word)))).toEqual([word])
    }),
    { numRuns: 2_000 },
  )
})

test('a body of bytes goes through base64', () => {
  const request = { method: 'POST', origin: 'http://h', target: '/', headers: [] }
  const command = curlCmdCommand(request, bytesFromLatin1('\x00\xff%'))
  expect(command).toContain('echo AP8l>"%TEMP%\\hookbench-body".b64')
  expect(command).toContain('--data-binary @"%TEMP%\\hookbench-body".bin')
})

test('a header that holds @- stays as it is beside a body of bytes', () => {
  const headers = [['Referer', 'https://www.google.com/maps/@-33.86,151.21']] as const
  const command = curlCmdCommand(
    { method: 'POST', origin: 'http://h', target: '/@-', headers },
    bytesFromLatin1('\xe9'),
  )
  expect(command).toContain(`-H ${cmdWord('Referer: https://www.google.com/maps/@-33.86,151.21')} ^\n`)
  expect(command).toMatch(/--data-binary @"%TEMP%\\hookbench-body"\.bin \^\n {2}http:\/\/h\/@-$/)
})

/** Outside quotes a caret takes the meaning from what follows it. Throws for what would still have one. */
function readByCmd(line: string): string {
  return line.replace(/\^([\s\S])|(["&|<>()!%])/g, (_, kept?: string, bare?: string) => {
    if (bare !== undefined) throw new Error(`cmd reads ${bare} in ${line}`)
    return kept ?? ''
  })
}

/** As Microsoft's start-up takes a command line apart: backslashes count only before a quote. */
function readByProgram(line: string): string[] {
  const words: string[] = []
  let word = ''
  let isQuoted = false
  for (let at = 0; at < line.length; at++) {
    const slashes = /^\\+(?=")/.exec(line.slice(at))?.[0].length ?? 0
    if (slashes > 0) {
      word += '\\'.repeat(Math.floor(slashes / 2))
      at += slashes
      if (slashes % 2 === 1) {
        word += '"'
        continue
      }
    }
    const character = line[at] as string
    if (character === '"') isQuoted = !isQuoted
    else if (character === ' ' && !isQuoted) words.push(word)
    else word += character
  }
  return [...words, word]
}
