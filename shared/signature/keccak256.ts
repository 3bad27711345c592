/** Keccak-256 as Ethereum uses it: SHA-3 with the padding of the original submission, which `node:crypto` does not have. */
export function keccak256(input: Uint8Array): Uint8Array {
  const state = new Uint32Array(50)
  let at = 0
  for (; at + RATE <= input.length; at += RATE) {
    absorb(state, input, at)
    permute(state)
  }
  const last = new Uint8Array(RATE)
  last.set(input.subarray(at))
  last[input.length - at] = 0x01
  last[RATE - 1] = (last[RATE - 1] as number) | 0x80
  absorb(state, last, 0)
  permute(state)
  const out = new Uint8Array(32)
  for (let index = 0; index < 32; index++) out[index] = (word(state, index >> 2) >>> ((index & 3) * 8)) & 0xff
  return out
}

/** Bytes taken in between two permutations, for 256 bits of output. */
const RATE = 136

/** Lanes are pairs of 32-bit words, low first: BigInt would be thirty times slower. */
function absorb(state: Uint32Array, input: Uint8Array, from: number): void {
  for (let index = 0; index < RATE / 4; index++) {
    const at = from + index * 4
    const value =
      (input[at] as number) |
      ((input[at + 1] as number) << 8) |
      ((input[at + 2] as number) << 16) |
      ((input[at + 3] as number) << 24)
    state[index] = word(state, index) ^ value
  }
}

function word(words: Uint32Array, index: number): number {
  return words[index] as number
}

const ROUND_CONSTANTS = roundConstants()
const [ROTATIONS, MOVES] = rhoAndPi()

function permute(state: Uint32Array): void {
  const columns = new Uint32Array(10)
  const moved = new Uint32Array(50)
  for (let round = 0; round < 24; round++) {
    theta(state, columns)
    for (let lane = 0; lane < 25; lane++) {
      const to = (MOVES[lane] as number) * 2
      const by = ROTATIONS[lane] as number
      moved[to] = rotateLow(word(state, lane * 2), word(state, lane * 2 + 1), by)
      moved[to + 1] = rotateLow(word(state, lane * 2 + 1), word(state, lane * 2), by)
    }
    for (let row = 0; row < 50; row += 10) {
      for (let index = 0; index < 10; index++) {
        const next = word(moved, row + ((index + 2) % 10))
        const afterNext = word(moved, row + ((index + 4) % 10))
        state[row + index] = word(moved, row + index) ^ (~next & afterNext)
      }
    }
    state[0] = word(state, 0) ^ word(ROUND_CONSTANTS, round * 2)
    state[1] = word(state, 1) ^ word(ROUND_CONSTANTS, round * 2 + 1)
  }
}

function theta(state: Uint32Array, columns: Uint32Array): void {
  for (let index = 0; index < 10; index++) {
    columns[index] =
      word(state, index) ^
      word(state, index + 10) ^
      word(state, index + 20) ^
      word(state, index + 30) ^
      word(state, index + 40)
  }
  for (let column = 0; column < 5; column++) {
    const low = word(columns, ((column + 1) % 5) * 2)
    const high = word(columns, ((column + 1) % 5) * 2 + 1)
    const before = ((column + 4) % 5) * 2
    const addLow = word(columns, before) ^ rotateLow(low, high, 1)
    const addHigh = word(columns, before + 1) ^ rotateLow(high, low, 1)
    for (let row = 0; row < 50; row += 10) {
      state[row + column * 2] = word(state, row + column * 2) ^ addLow
      state[row + column * 2 + 1] = word(state, row + column * 2 + 1) ^ addHigh
    }
  }
}

/** The low word of a 64-bit lane turned left by `by`; with the words exchanged, the high one. */
function rotateLow(low: number, high: number, by: number): number {
  if (by === 0) return low
  if (by === 32) return high
  return by < 32 ? (low << by) | (high >>> (32 - by)) : (high << (by - 32)) | (low >>> (64 - by))
}

function rhoAndPi(): [rotations: number[], moves: number[]] {
  const rotations = new Array<number>(25).fill(0)
  const moves = new Array<number>(25).fill(0)
  let [x, y] = [1, 0]
  for (let step = 0; step < 24; step++) {
    rotations[x + 5 * y] = (((step + 1) * (step + 2)) / 2) % 64
    const [nextX, nextY] = [y, (2 * x + 3 * y) % 5]
    x = nextX
    y = nextY
  }
  for (let column = 0; column < 5; column++) {
    for (let row = 0; row < 5; row++) moves[column + 5 * row] = row + 5 * ((2 * column + 3 * row) % 5)
  }
  return [rotations, moves]
}

/** From the linear feedback shift register of the specification (FIPS 202, 3.2.5). */
function roundConstants(): Uint32Array {
  const constants = new Uint32Array(48)
  let register = 1
  for (let round = 0; round < 24; round++) {
    for (let power = 0; power < 7; power++) {
      const bit = 2 ** power - 1
      if ((register & 1) === 1) {
        const index = round * 2 + (bit > 31 ? 1 : 0)
        constants[index] = word(constants, index) ^ (1 << (bit % 32))
      }
      register = (register << 1) ^ ((register >> 7) * 0x171)
    }
  }
  return constants
}
