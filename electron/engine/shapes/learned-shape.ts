import zlib from 'node:zlib'
import { decodeShape, encodeShape } from '../../../shared/shape/encode-shape.ts'
import { emptyShape, type Shape } from '../../../shared/shape/shape.ts'
import type { ShapeKey, StoredShape } from '../store/shape-store.ts'

/** A shape that is being learned, and what is known of how. */
export interface LearnedShape extends ShapeKey {
  shape: Shape
  captures: number
  leftOut: number
  restlessness: number
  through: number
  newestAt: number
  /** Something of it is not kept yet. */
  isDirty: boolean
}

/** Deflated, a shape is no bigger; this keeps one that was tampered with from filling the memory. */
const MOST_TEXT_BYTES = 64 * 1024 * 1024

export function newLearnedShape(key: ShapeKey): LearnedShape {
  const { endpoint, provider, eventType } = key
  return {
    endpoint,
    provider,
    eventType,
    shape: emptyShape(),
    captures: 0,
    leftOut: 0,
    restlessness: 0,
    through: 0,
    newestAt: 0,
    isDirty: false,
  }
}

export function keptShape({ shape, isDirty: _, ...kept }: LearnedShape): StoredShape {
  // Fast: it is written every few seconds while captures come.
  return { ...kept, shape: zlib.deflateRawSync(encodeShape(shape), { level: 1 }) }
}

/** One in a form of an earlier version is learned anew from now on. */
export function learnedShape({ shape, ...kept }: StoredShape): LearnedShape {
  const text = zlib.inflateRawSync(shape, { maxOutputLength: MOST_TEXT_BYTES }).toString()
  const decoded = decodeShape(text)
  return decoded === null
    ? { ...newLearnedShape(kept), through: kept.through }
    : { ...kept, shape: decoded, isDirty: false }
}
