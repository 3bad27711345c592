import { headerText } from '../../http/header-text.ts'
import { ansiEscape } from './ansi-escape.ts'
import type { ReadNamedFile, ShellCommand, ShellInput, ShellWord } from './shell-command.ts'

/**
 * What a command writes, where that follows from the command alone: `echo`, `printf` and `cat`. Anything else would have to
 * be run, and is named.
 */
export function knownOutput(command: ShellCommand, readFile: ReadNamedFile): ShellInput {
  const [program, ...args] = command.words
  const name = headerText(program?.text ?? '').replace(/^.*\//, '')
  const unknown: ShellInput = { kind: 'unknown', program: name }
  if (program === undefined || args.some(({ needs }) => needs !== undefined)) return unknown
  // What bash would put in the place of a variable is not known, either; it is kept as text, as elsewhere.
  switch (name) {
    case 'echo':
      return { kind: 'bytes', bytes: echoed(args) }
    case 'printf': {
      const bytes = printed(args)
      return bytes === null ? unknown : { kind: 'bytes', bytes }
    }
    case 'cat':
      return concatenated(args, command, readFile) ?? unknown
    default:
      return unknown
  }
}

/** Input that is a file at hand, as its bytes. */
export function atHand(input: ShellInput, readFile: ReadNamedFile): ShellInput {
  if (input.kind !== 'file') return input
  const bytes = readFile(input.path)
  return bytes === null ? input : { kind: 'bytes', bytes }
}

function echoed(args: ReadonlyArray<ShellWord>): string {
  let [isEscaped, ending, from] = [false, '\n', 0]
  for (; /^-[neE]+$/.test(args[from]?.text ?? ''); from++) {
    for (const letter of args[from]?.text.slice(1) ?? '') {
      if (letter === 'n') ending = ''
      else isEscaped = letter === 'e'
    }
  }
  const text = args
    .slice(from)
    .map(({ text: word }) => word)
    .join(' ')
  if (!isEscaped) return text + ending
  const [bytes, isCut] = escaped(text)
  return isCut ? bytes : bytes + ending
}

/** `\0101` is octal there, `\c` ends all output. */
function escaped(text: string): [bytes: string, isCut: boolean] {
  let bytes = ''
  for (let at = 0; at < text.length; ) {
    if (text[at] !== '\\') {
      bytes += text[at++]
      continue
    }
    if (text[at + 1] === 'c') return [bytes, true]
    const octal = /^\\0([0-7]{0,3})/.exec(text.slice(at, at + 5))
    if (octal !== null) {
      bytes += String.fromCharCode(Number.parseInt(octal[1] || '0', 8) & 0xff)
      at += octal[0].length
      continue
    }
    const [length, one] = /^\\['"?]/.test(text.slice(at, at + 2))
      ? ([2, text.slice(at, at + 2)] as const)
      : ansiEscape(text.slice(at, at + 12))
    bytes += one
    at += length
  }
  return [bytes, false]
}

/** The format is used again for arguments that are left. Null: a conversion that is not known here. */
function printed(given: ReadonlyArray<ShellWord>): string | null {
  const words = given.map(({ text }) => text)
  if (words[0] === '--') words.shift()
  const [format, ...args] = words
  if (format === undefined || format.startsWith('-v')) return null
  let out = ''
  let next = 0
  do {
    const before = next
    for (let at = 0; at < format.length; ) {
      const character = format[at] as string
      if (character === '\\') {
        const [length, bytes] = ansiEscape(format.slice(at, at + 12))
        out += bytes
        at += length
      } else if (character !== '%') {
        out += character
        at++
      } else {
        const conversion = format[at + 1]
        if (conversion === '%') out += '%'
        else if (conversion === 's') out += args[next++] ?? ''
        else if (conversion === 'b') out += escaped(args[next++] ?? '')[0]
        else if (conversion === 'd' || conversion === 'i') {
          const number = args[next++] ?? '0'
          if (!/^[+-]?\d{1,18}$/.test(number)) return null
          out += BigInt(number.replace(/^\+/, '')).toString()
        } else return null
        at += 2
      }
    }
    if (next === before) break
  } while (next < args.length)
  return out
}

function concatenated(
  args: ReadonlyArray<ShellWord>,
  { input, files }: ShellCommand,
  readFile: ReadNamedFile,
): ShellInput | null {
  const names = args.filter(({ text }) => text !== '--' && text !== '-u').map(({ text }) => text)
  if (names.length === 0) names.push('-')
  if (names.some((name) => name.startsWith('-') && name !== '-')) return null
  const parts = names.map((name) => {
    const part: ShellInput | null = name === '-' ? input : (files.get(name) ?? { kind: 'file', path: headerText(name) })
    return part === null ? null : atHand(part, readFile)
  })
  const missing = parts.find((part) => part?.kind !== 'bytes')
  if (missing !== undefined) return missing
  return { kind: 'bytes', bytes: parts.map((part) => (part?.kind === 'bytes' ? part.bytes : '')).join('') }
}
