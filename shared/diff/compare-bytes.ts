import { HEX_ROW_BYTES, hexLine, hexPart, hexRow } from '../body/hex-dump.ts'
import { ChangeList } from './change-list.ts'
import { commonSubsequence } from './common-subsequence.ts'
import type { ChangeKind, Comparison } from './comparison.ts'

/** Beyond it, what lies between the parts in common is compared place by place. */
const MOST_ALIGNED_BYTES = 256 * 1024

/** Compares bytes: runs that differ, each as rows of hex, found again where something before them was put in or taken out. */
export function compareBytes(left: Uint8Array, right: Uint8Array): Comparison {
  const changes = new ChangeList()
  for (const run of differingRuns(left, right, changes)) tellRun(changes, left, right, run)
  return changes.comparison('bytes')
}

export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, at) => byte === right[at])
}

interface Run {
  readonly left: number
  readonly leftEnd: number
  readonly right: number
  readonly rightEnd: number
}

function* differingRuns(left: Uint8Array, right: Uint8Array, changes: ChangeList): Iterable<Run> {
  let start = 0
  while (start < left.length && start < right.length && left[start] === right[start]) start++
  let end = 0
  const most = Math.min(left.length, right.length) - start
  while (end < most && left[left.length - 1 - end] === right[right.length - 1 - end]) end++
  const leftEnd = left.length - end
  const rightEnd = right.length - end
  if (start === leftEnd && start === rightEnd) return
  // What stands on one side only has nothing to be aligned with.
  if (start === leftEnd || start === rightEnd) yield { left: start, leftEnd, right: start, rightEnd }
  else if (leftEnd - start === rightEnd - start) yield* runsInPlace(left, right, start, leftEnd)
  else if (Math.max(leftEnd, rightEnd) - start > MOST_ALIGNED_BYTES) {
    changes.note('Too much differs to align the bytes; what is between the parts in common is shown as it is.')
    yield { left: start, leftEnd, right: start, rightEnd }
  } else yield* runsAligned(left, right, start, leftEnd, rightEnd)
}

/** Of bytes that stand at the same place on both sides. Short agreements within a row are not told apart. */
function* runsInPlace(left: Uint8Array, right: Uint8Array, start: number, end: number): Iterable<Run> {
  let from = start
  let last = start
  for (let at = start; at <= end; at++) {
    if (at < end && left[at] === right[at]) continue
    if (at === end || at - last > HEX_ROW_BYTES) {
      yield { left: from, leftEnd: last + 1, right: from, rightEnd: last + 1 }
      from = at
    }
    last = at
  }
}

function* runsAligned(
  left: Uint8Array,
  right: Uint8Array,
  start: number,
  leftEnd: number,
  rightEnd: number,
): Iterable<Run> {
  const { pairs } = commonSubsequence([...left.subarray(start, leftEnd)], [...right.subarray(start, rightEnd)])
  let leftAt = 0
  let rightAt = 0
  for (const [l, r] of [...pairs, [leftEnd - start, rightEnd - start] as const]) {
    if (l > leftAt || r > rightAt) {
      yield { left: start + leftAt, leftEnd: start + l, right: start + rightAt, rightEnd: start + r }
    }
    leftAt = l + 1
    rightAt = r + 1
  }
}

/** Rows shown of one run. */
const MOST_ROWS = 16

function tellRun(changes: ChangeList, left: Uint8Array, right: Uint8Array, run: Run): void {
  const kind = run.left === run.leftEnd ? 'added' : run.right === run.rightEnd ? 'removed' : 'changed'
  changes.add(kind, null, () => ({
    rule: null,
    isHex: true,
    where: offset(kind === 'removed' ? run.left : run.right),
    from: kind === 'changed' && run.left !== run.right ? offset(run.left) : null,
    left: kind === 'added' ? null : hexOf(left, run.left, run.leftEnd, kind),
    right: kind === 'removed' ? null : hexOf(right, run.right, run.rightEnd, kind),
  }))
}

function offset(at: number): string {
  return `byte ${at} (0x${at.toString(16)})`
}

/** The rows that hold the run; with what is around it only if it changed, since bytes of one side alone would seem to be more. */
function hexOf(bytes: Uint8Array, start: number, end: number, kind: ChangeKind): string {
  const first = Math.floor(start / HEX_ROW_BYTES)
  const last = Math.ceil(end / HEX_ROW_BYTES)
  const lines: string[] = []
  for (let row = first; row < Math.min(last, first + MOST_ROWS); row++) {
    const at = row * HEX_ROW_BYTES
    const whole = hexRow(bytes, row)
    lines.push(hexLine(kind === 'changed' ? whole : hexPart(whole, start - at, end - at)).trimEnd())
  }
  if (last > first + MOST_ROWS) lines.push(`… ${end - start} bytes in all`)
  return lines.join('\n')
}
