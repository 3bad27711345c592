import { describe, expect, test } from 'vitest'
import { AppError } from '../contract/errors.ts'
import { looksLikeRequests, readRequests } from './read-requests.ts'

const FROM = { now: 0, newId: () => 'id' }

/** Texts that make a careless reader look at the same place again and again, or go too deep. */
const HOSTILE: ReadonlyArray<readonly [name: string, text: string]> = [
  ['substitutions in each other', `curl ${'$('.repeat(20_000)}`],
  ['substitutions in quotes in each other', `curl ${'"$('.repeat(20_000)}`],
  ['substitutions that end', `curl h ${'$('.repeat(10_000)}x${')'.repeat(10_000)}`],
  ['process substitutions', `curl ${'<('.repeat(20_000)}`],
  ['brackets', `${'('.repeat(50_000)}curl h`],
  ['pipes', `echo ${'|'.repeat(90_000)}`],
  ['pipes of commands', `${'echo a | '.repeat(5_000)}curl -d @- h`],
  ['here-documents', `curl ${'<<A '.repeat(5_000)}h\nx`],
  ['variables', `curl h -d "${'$A '.repeat(50_000)}"`],
  ['variables that grow', `${'A=$A$A;'.repeat(60)}curl h -d x`.replace('A=$A$A', 'A=aaaa')],
  ['braces of a URL', `curl h/${'{a}'.repeat(20_000)}`],
  ['ranges of a URL', `curl "h/${'[1-9]'.repeat(5_000)}"`],
  ['programs of Windows', `curl.exe h ${'curl.exe '.repeat(50_000)}`],
  ['prompts', `${'@'.repeat(200_000)} curl h`],
  ['carets', `curl ^"h^" ${'^'.repeat(200_000)}`],
  ['a caret and quotes', `curl ^"h^" -d ^"${'^\\^"'.repeat(50_000)}^"`],
  ['lines behind fetch', `fetch("https://h");${'\n'.repeat(300_000)}`],
  ['quotes behind fetch', `fetch("https://h", {${'"\\\n'.repeat(100_000)}`],
  ['a long body', `curl h -F 'a="${'x\\"'.repeat(500_000)}"'`],
  ['settings of a form', `curl h -F 'a=b${';type=a/b;x'.repeat(20_000)}'`],
  ['options', `curl h ${'-s '.repeat(100_000)}`],
  ['letters of an option', `curl h -${'s'.repeat(100_000)}`],
  ['unknown options', `curl h ${'--frobnicate '.repeat(20_000)}`],
  ['dots of a path', `curl h/${'../a/./'.repeat(50_000)}`],
  ['PowerShell', `$a = "${'$a'.repeat(50_000)}"\ncurl.exe h -d $a`],
  ['Invoke', `$a = ${'('.repeat(29_000)}`],
]

describe('hostile commands end soon, as requests or with what is meant for people', () => {
  test.each(HOSTILE)('%s', { timeout: 20_000 }, (_name, text) => {
    looksLikeRequests(text)
    try {
      readRequests(text, FROM)
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
    }
  })
})
