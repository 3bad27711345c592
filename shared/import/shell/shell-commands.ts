import type { RequestFaults } from '../request-faults.ts'
import { bashCommands } from './bash-commands.ts'
import { cmdCommands } from './cmd-commands.ts'
import { powershellCommands } from './powershell-commands.ts'
import type { ReadNamedFile, ShellCommand } from './shell-command.ts'
import { withoutHereDocuments } from './without-here-documents.ts'

type Shell = 'bash' | 'cmd' | 'powershell'

/**
 * Takes a pasted script apart as the shell would that it is for. Nothing is run. `faults` takes what is wrong with single
 * commands; without it the first is thrown.
 */
export function shellCommands(pasted: string, readFile: ReadNamedFile, faults: RequestFaults | null): ShellCommand[] {
  const script = withoutPrompts(pasted)
  switch (shellOf(pasted)) {
    case 'bash':
      return bashCommands(script, readFile, faults)
    case 'cmd':
      return cmdCommands(script, faults)
    case 'powershell':
      return powershellCommands(script, faults)
  }
}

/** What the shells of Windows show before a command, and before the lines that it goes on in. */
const PROMPT = /^\s{0,100}(PS )?[A-Za-z]:\\[^\n>"]{0,300}>/
const PROMPTS = /^(?:(?:PS )?[A-Za-z]:\\[^\n>"]{0,300}> ?|More\? |>> )/gm
const WINDOWS_CURL = /^\s{0,100}"?[A-Za-z]:\\[^\n"]{0,300}\bcurl(?:\.exe)?"?\s/

/** With blanks in their place, so that everything stands where it stood. */
function withoutPrompts(pasted: string): string {
  return PROMPT.test(pasted) ? pasted.replace(PROMPTS, (prompt) => ' '.repeat(prompt.length)) : pasted
}

/** By how lines go on: a backtick is PowerShell's, a caret cmd's; but not those between bash's single quotes, or in its here-documents. */
function shellOf(pasted: string): Shell {
  const prompt = PROMPT.exec(pasted)
  if (prompt !== null) return prompt[1] === undefined ? 'cmd' : 'powershell'
  const unquoted = withoutHereDocuments(pasted)
    .replace(/\$'[^'\\]*(?:\\[\s\S][^'\\]*)*'|'[^']*'/g, '\0')
    // Bash's own: a program and what it is given.
    .replace(/`[\w./-]+[ \t][^`\n\\]*(?:\\.[^`\n\\]*)*`/g, 'x')
  if (/\^(?:["\r\n]|\s*$)/.test(unquoted)) return 'cmd'
  const isPowershell = /`[ \t]*\r?\n|`"|^[ \t]*\$\w+[ \t]+=[ \t]|\$\{?env:\w|(?:^|\s)@['"][ \t]*\r?\n/m
  const isOfWindows = /\bcurl\.exe\b/.test(unquoted)
  // Quotes that are doubled, or stand behind a backslash where bash would keep that.
  const isQuotedSo = isOfWindows && (unquoted.includes('\0\0') || /'[^'\n]{0,2000}[^'\n\\]\\"/.test(pasted))
  if ((isPowershell.test(unquoted) || isQuotedSo) && !/\\\r?\n/.test(unquoted)) return 'powershell'
  return WINDOWS_CURL.test(pasted) ? 'cmd' : 'bash'
}
