const OPENS = /(?<!<)<<-?(?!<)[ \t]*(?:'([^']+)'|"([^"]+)"|\\?([A-Za-z_][\w.-]*))/

/**
 * A script without what stands in bash's here-documents, whose lines are data: quotes and backticks in them say nothing
 * of the shell. Where the end of one never comes, its lines are kept.
 */
export function withoutHereDocuments(script: string): string {
  if (!script.includes('<<')) return script
  const lines = script.split('\n')
  const ends = new Map<string, number>()
  for (const [index, line] of lines.entries()) ends.set(delimiterLine(line), index)
  const kept: string[] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string
    kept.push(line)
    const [, single, double, plain] = OPENS.exec(line) ?? []
    const delimiter = single ?? double ?? plain
    if (delimiter === undefined || (ends.get(delimiter) ?? 0) <= at) continue
    do at++
    while (delimiterLine(lines[at] as string) !== delimiter)
  }
  return kept.join('\n')
}

function delimiterLine(line: string): string {
  return line.replace(/^\t+/, '').replace(/\r$/, '')
}
