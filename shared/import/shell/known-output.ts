import { headerText } from '../../http/header-text.ts'
import { ansiEscape } from './ansi-escape.ts'
import type { ReadNamedFile, ShellCommand, ShellInput, ShellWord } from './shell-command.ts'

/** The bytes that may still be written again. */
interface Expansion {
  expanded: number
}

/**
 * What a command writes, where that follows from the command alone: `echo`, `printf` and `cat`. Anything else would have to
 * be run, and is named.
 */
export function knownOutput(command: ShellCommand, readFile: ReadNamedFile, budget: Expansion): ShellInput {
  const [program, ...args] = command.words
  const name = headerText(program?.text ?? '').replace(/^.*\//, '')
  const unknown: ShellInput = { kind: 'unknown', program: name }
  if (program === undefined || args.some(({ needs }) => needs !== undefined)) return unknown
  const argument = args.find((word) => word.argument !== undefined)?.argument
  if (argument !== undefined && /^(?:echo|printf|cat)$/.test(name)) return { kind: 'argument', name: argument }
  // What bash would put in the place of a variable is not known, either; it is kept as text, as elsewhere.
  switch (name) {
    case 'echo':
      return { kind: 'bytes', bytes: echoed(args) }
    case 'printf': {
      const bytes = printed(args, budget)
      return bytes === null ? unknown : { kind: 'bytes', bytes }
    }
    case 'cat':
      return concatenated(args, command, readFile, budget) ?? unknown
    default:
      return unknown
  }
}

/** Input that is a file at hand, as its bytes. */
function atHand(input: ShellInput, readFile: ReadNamedFile): ShellInput {
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

/** A text of its own, or the letter of a conversion. */
type FormatPart = { readonly text: string } | { readonly conversion: string }

/** The format is used again for arguments that are left. Null: a conversion that is not known here, or too much to write. */
function printed(given: ReadonlyArray<ShellWord>, budget: Expansion): string | null {
  const words = given.map(({ text }) => text)
  if (words[0] === '--') words.shift()
  const [format, ...args] = words
  if (format === undefined || format.startsWith('-v')) return null
  const parts = formatParts(format)
  if (parts === null) return null
  const perRound = parts.filter((part) => 'conversion' in part).length
  const rounds = perRound === 0 ? 1 : Math.max(1, Math.ceil(args.length / perRound))
  if (!takes(budget, (rounds - 1) * format.length)) return null
  const out: string[] = []
  let next = 0
  for (let round = 0; round < rounds; round++) {
    for (const part of parts) {
      const written = 'text' in part ? part.text : converted(part.conversion, args[next++])
      if (written === null) return null
      out.push(written)
    }
  }
  return out.join('')
}

/** Null: a conversion that is not known here. */
function formatParts(format: string): FormatPart[] | null {
  const parts: FormatPart[] = []
  let text = ''
  for (let at = 0; at < format.length; ) {
    if (format[at] === '\\') {
      const [length, bytes] = ansiEscape(format.slice(at, at + 12))
      text += bytes
      at += length
    } else if (format[at] !== '%') text += format[at++]
    else {
      const conversion = format[at + 1] ?? ''
      at += 2
      if (conversion === '%') text += '%'
      else if (!'sbdi'.includes(conversion) || conversion === '') return null
      else {
        parts.push({ text }, { conversion })
        text = ''
      }
    }
  }
  return [...parts, { text }]
}

/** Null: it takes a number, and that is none. */
function converted(conversion: string, word: string | undefined): string | null {
  if (conversion === 's') return word ?? ''
  if (conversion === 'b') return escaped(word ?? '')[0]
  const number = word ?? '0'
  return /^[+-]?\d{1,18}$/.test(number) ? BigInt(number.replace(/^\+/, '')).toString() : null
}

function takes(budget: Expansion, bytes: number): boolean {
  if (bytes > budget.expanded) return false
  budget.expanded -= bytes
  return true
}

function concatenated(
  args: ReadonlyArray<ShellWord>,
  { input, files }: ShellCommand,
  readFile: ReadNamedFile,
  budget: Expansion,
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
  const texts = parts.map((part) => (part?.kind === 'bytes' ? part.bytes : ''))
  const once = new Map(names.map((name, index) => [name, texts[index]?.length ?? 0]))
  const total = (sizes: Iterable<number>) => [...sizes].reduce((sum, size) => sum + size, 0)
  if (!takes(budget, total(texts.map(({ length }) => length)) - total(once.values()))) return null
  return { kind: 'bytes', bytes: texts.join('') }
}
