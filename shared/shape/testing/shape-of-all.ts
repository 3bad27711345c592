import { mergeShape } from '../merge-shapes.ts'
import { emptyShape, type Shape } from '../shape.ts'
import { shapeOf } from '../shape-of.ts'

export function shapeOfAll(samples: ReadonlyArray<unknown>): Shape {
  const shape = emptyShape()
  for (const sample of samples) mergeShape(shape, shapeOf(sample))
  return shape
}
