/** A line longer than this is shown as several rows: no screen lays out a line of 20 MB. */
const LONGEST_ROW = 200

const CONTINUES = 0x80000000

/** The rows of a big text: where each begins, and which of them continue a long line. */
export class LineIndex {
  readonly rows: number
  readonly lines: number
  /** Characters of the longest row. */
  readonly widest: number
  readonly #text: string
  /** Start of each row; the top bit says that it continues the line before it. */
  readonly #starts: Uint32Array
  /** Line number of every 1,024th row, so that any row's is found quickly. */
  readonly #lineMarks: Uint32Array

  constructor(text: string, longestRow = LONGEST_ROW) {
    const built = indexRows(text, longestRow)
    this.#text = text
    this.#starts = built.starts
    this.#lineMarks = markLines(built.starts)
    this.rows = built.starts.length
    this.lines = built.lines
    this.widest = built.widest
  }

  /** Row `index` without its line end. */
  row(index: number): string {
    const start = this.#start(index)
    let end = index + 1 < this.rows ? this.#start(index + 1) : this.#text.length
    if (index + 1 < this.rows && this.#continues(index + 1)) return this.#text.slice(start, end)
    if (end > start && this.#text.charCodeAt(end - 1) === 10) end--
    if (end > start && this.#text.charCodeAt(end - 1) === 13) end--
    return this.#text.slice(start, end)
  }

  /** The line number of a row, from 1; null where it continues a line. */
  lineNumber(index: number): number | null {
    if (this.#continues(index)) return null
    const mark = index >> 10
    let line = this.#lineMarks[mark] as number
    for (let row = mark << 10; row < index; row++) if (!this.#continues(row + 1)) line++
    return line
  }

  /** The row that shows the character at `position`. */
  rowAt(position: number): number {
    let low = 0
    let high = this.rows - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#start(middle) <= position) low = middle
      else high = middle - 1
    }
    return low
  }

  /** Position of a row's first character. */
  startOf(index: number): number {
    return this.#start(index)
  }

  #start(index: number): number {
    return (this.#starts[index] as number) & ~CONTINUES
  }

  #continues(index: number): boolean {
    return ((this.#starts[index] as number) & CONTINUES) !== 0
  }
}

function indexRows(text: string, longestRow: number): { starts: Uint32Array; lines: number; widest: number } {
  let starts = new Uint32Array(1024)
  let rows = 0
  let lines = 0
  let widest = 0
  const add = (entry: number) => {
    if (rows === starts.length) {
      const larger = new Uint32Array(rows * 2)
      larger.set(starts)
      starts = larger
    }
    starts[rows++] = entry
  }
  for (let start = 0; start <= text.length; ) {
    const lineFeed = text.indexOf('\n', start)
    const end = lineFeed === -1 ? text.length : lineFeed
    add(start)
    lines++
    widest = Math.max(widest, Math.min(longestRow, end - start))
    for (let at = splitAt(text, start, longestRow); at < end; at = splitAt(text, at, longestRow))
      add((at | CONTINUES) >>> 0)
    if (lineFeed === -1) break
    start = lineFeed + 1
  }
  return { starts: starts.slice(0, rows), lines, widest }
}

/** Where the row that begins at `start` must end: never between the halves of a surrogate pair. */
function splitAt(text: string, start: number, longestRow: number): number {
  const at = start + longestRow
  const isLowHalf = (text.charCodeAt(at) & 0xfc00) === 0xdc00
  return isLowHalf && longestRow > 1 ? at - 1 : at
}

function markLines(starts: Uint32Array): Uint32Array {
  const marks = new Uint32Array((starts.length >> 10) + 1)
  let line = 0
  for (let row = 0; row < starts.length; row++) {
    if (((starts[row] as number) & CONTINUES) === 0) line++
    if ((row & 1023) === 0) marks[row >> 10] = line
  }
  return marks
}
