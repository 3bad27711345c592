/** In UTF-16 units. */
const PIECE = 64 * 1024

/**
 * Rewrites a text piece by piece. `String.replace` first makes a list of all places to replace, with a piece of the text between any
 * two of them: for 64 MiB of nothing else, which a few kilobytes of gzip give, more than a thread has memory for.
 *
 * What `rewrite` gives is kept as it is: with a text for a text, `replace` gives a tree of slices; `split` and `join` do not.
 * `cut` says where a piece ends that would end at `end`, so that nothing that belongs together is parted; never at its start.
 */
export function inPieces(
  text: string,
  rewrite: (piece: string) => string,
  cut: (text: string, end: number) => number = (_, end) => end,
): string {
  if (text.length <= PIECE) return rewrite(text)
  let whole = ''
  for (let start = 0; start < text.length; ) {
    const end = start + PIECE < text.length ? cut(text, start + PIECE) : text.length
    whole += rewrite(text.slice(start, end))
    start = end
  }
  return whole
}
