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
  switch (shellOf(pasted)) {
    case 'bash':
      return bashCommands(pasted, readFile, faults)
    case 'cmd':
      return cmdCommands(pasted, faults)
    case 'powershell':
      return powershellCommands(pasted, faults)
  }
}

/** By how lines go on: a backtick is PowerShell's, a caret cmd's; but not those between bash's single quotes, or in its here-documents. */
function shellOf(pasted: string): Shell {
  const unquoted = withoutHereDocuments(pasted)
    .replace(/\$'[^'\\]*(?:\\[\s\S][^'\\]*)*'|'[^']*'/g, '\0')
    // Bash's own: a program and what it is given.
    .replace(/`[\w./-]+[ \t][^`\n\\]*(?:\\.[^`\n\\]*)*`/g, 'x')
  if (/\^(?:["\r\n]|\s*$)/.test(unquoted)) return 'cmd'
  const isPowershell = /`[ \t]*\r?\n|`"|^[ \t]*\$\w+[ \t]+=[ \t]|\$env:\w|(?:^|\s)@['"][ \t]*\r?\n/m
  return (isPowershell.test(unquoted) || (unquoted.includes('\0\0') && /\bcurl\.exe\b/.test(unquoted))) &&
    !/\\\r?\n/.test(unquoted)
    ? 'powershell'
    : 'bash'
}
