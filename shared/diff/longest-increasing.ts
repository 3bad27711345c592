/** The places of a longest increasing subsequence, in order: what can stay where it is while the rest moves. */
export function longestIncreasing(values: ReadonlyArray<number>): number[] {
  /** By length: the place at which a subsequence of that length ends lowest. */
  const ends: number[] = []
  const before = new Int32Array(values.length)
  for (const [place, value] of values.entries()) {
    let low = 0
    let high = ends.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((values[ends[middle] as number] as number) < value) low = middle + 1
      else high = middle
    }
    before[place] = ends[low - 1] ?? -1
    ends[low] = place
  }
  const places: number[] = []
  for (let place = ends.at(-1) ?? -1; place >= 0; place = before[place] as number) places.push(place)
  return places.reverse()
}
