import type { Command } from '../../app/commands.ts'

/** Commands whose title or group holds every word, those that begin with the text first. */
export function rankCommands(commands: readonly Command[], text: string): Command[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  const offered = commands.filter((command) => !command.keysOnly && command.enabled !== false)
  const matching = offered.filter((command) => {
    const haystack = `${command.title} ${command.group}`.toLowerCase()
    return words.every((word) => haystack.includes(word))
  })
  const begins = (command: Command) => (command.title.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1)
  return matching.toSorted((one, other) => begins(one) - begins(other))
}
