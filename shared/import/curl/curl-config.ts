import { trimBlanks } from '../../http/trim-blanks.ts'
import type { ShellWord } from '../shell/shell-command.ts'

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', v: '\v' }

/** The options of a file for `-K`, as words of a command: an option a line, with `=`, `:` or a space before its value. */
export function configWords(config: string, at: number): ShellWord[] {
  return config.split(/\r?\n/).flatMap((line) => {
    const [start, dashes = '', name = ''] = /^[ \t]*(-{0,2})([^\s=:#][^\s=:]*|:)/.exec(line) ?? []
    if (start === undefined) return []
    const rest = trimBlanks(trimBlanks(line.slice(start.length)).replace(/^[=:]/, ''))
    const option = { text: dashes === '-' ? `-${name}` : `--${name}`, at }
    const quoted = /^"([^"\\]*(?:\\.[^"\\]*)*)"/.exec(rest)
    const value =
      quoted === null
        ? /^[^\s]*/.exec(rest)?.[0]
        : (quoted[1] ?? '').replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped)
    if (value === undefined || (value === '' && quoted === null)) return [option]
    return [option, { text: value, at }]
  })
}
