/** Where something is in a text, for people: `line 2, column 5`. */
export class TextPlaces {
  private readonly text: string
  private starts: number[] | null = null

  constructor(text: string) {
    this.text = text
  }

  of(at: number): string {
    const line = this.lineOf(at)
    return `line ${line}, column ${at - (this.lineStarts()[line - 1] ?? 0) + 1}`
  }

  /** From 1. */
  lineOf(at: number): number {
    const starts = this.lineStarts()
    let [low, high] = [0, starts.length]
    while (low + 1 < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] as number) <= at) low = middle
      else high = middle
    }
    return low + 1
  }

  private lineStarts(): number[] {
    if (this.starts !== null) return this.starts
    this.starts = [0]
    for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) this.starts.push(at + 1)
    return this.starts
  }
}
