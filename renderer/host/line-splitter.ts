/** Cuts a stream of text into its lines. Blank ones (heartbeats) are dropped; the last, unfinished one waits. */
export function createLineSplitter(): { push(text: string): string[] } {
  let rest = ''
  return {
    push(text) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      return lines.map((line) => line.trim()).filter((line) => line !== '')
    },
  }
}
