/** Holds a body that comes in pieces against the one that was sent, without keeping either twice. */
export class BodyComparison {
  /** Bytes that came. */
  size = 0
  /** Where the first byte differs; null as long as none does. A body that is too short or long differs at its end. */
  private differsAt: number | null = null
  private readonly expected: Uint8Array

  constructor(expected: Uint8Array) {
    this.expected = expected
  }

  readonly add = (chunk: Uint8Array): void => {
    const { expected, size } = this
    this.size += chunk.length
    if (this.differsAt !== null) return
    const known = expected.subarray(size, size + chunk.length)
    if (known.length === chunk.length && Buffer.compare(known, chunk) === 0) return
    let at = 0
    while (at < known.length && known[at] === chunk[at]) at++
    this.differsAt = size + at
  }

  /** What is different, for the user; null if nothing is. */
  difference(): string | null {
    const { expected, size } = this
    if (this.differsAt === null && size === expected.length) return null
    const at = this.differsAt ?? size
    const lengths = size === expected.length ? 'of the same length' : `${size} bytes instead of ${expected.length}`
    return at >= expected.length || at >= size
      ? `${lengths}, the same up to there`
      : `${lengths}, different from offset ${at} on`
  }
}
