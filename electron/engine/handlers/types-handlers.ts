import type { Handlers } from '../../../shared/contract/contract.ts'
import type { typesCalls } from '../../../shared/contract/types-calls.ts'
import type { ShapeService } from '../shapes/shape-service.ts'

export function typesHandlers(shapes: ShapeService): Pick<Handlers, keyof typeof typesCalls> {
  return {
    'types.list': () => shapes.list(),
    'types.relearn': ({ endpoint }) => {
      shapes.relearn(endpoint)
      return {}
    },
    'types.stopRelearning': ({ endpoint }) => {
      shapes.stopRelearning(endpoint)
      return {}
    },
    'types.get': (request) => shapes.types(request),
    'drift.accept': async ({ ids }) => {
      await shapes.accept(ids)
      return {}
    },
  }
}
