import { coarsen, fitShape } from './coarsen-shape.ts'
import { mergeSeen } from './merge-seen.ts'
import type { Shape } from './shape.ts'

/**
 * Puts into `target` what `source` has seen; `source` is used up. In whatever order shapes are merged, the result is the
 * same: limits only ever look at what was seen in all.
 */
export function mergeShape(target: Shape, source: Shape): void {
  const level = Math.max(target.level, source.level)
  coarsen(target, level)
  coarsen(source, level)
  mergeSeen(target.root, source.root)
  fitShape(target)
}
