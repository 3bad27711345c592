interface Operation {
  readonly op: string
  readonly path: string
  readonly from?: string
  readonly value?: unknown
}

/** Applies a JSON Patch as RFC 6902 says, in place; throws where it does not fit. */
export function applyPatch(target: unknown, patch: ReadonlyArray<Operation>): unknown {
  // In a box, so that the root is a member like others.
  const box: unknown[] = [target]
  for (const { op, path, from, value } of patch) {
    if (op === 'add') add(box, path, value)
    else if (op === 'remove') remove(box, path)
    else if (op === 'move') add(box, path, remove(box, from ?? ''))
    else if (op === 'replace') {
      if (path === '') box[0] = value
      else {
        remove(box, path)
        add(box, path, value)
      }
    } else throw new Error(`There is no operation ${op}`)
  }
  return box[0]
}

function add(box: unknown[], path: string, value: unknown): void {
  const { parent, step } = placeOf(box, path)
  if (Array.isArray(parent)) parent.splice(indexIn(step, parent.length), 0, value)
  else Object.defineProperty(parent, step, { value, configurable: true, enumerable: true, writable: true })
}

function remove(box: unknown[], path: string): unknown {
  const { parent, step } = placeOf(box, path)
  if (Array.isArray(parent)) return parent.splice(indexIn(step, parent.length - 1), 1)[0]
  const value = memberOf(parent, step)
  Reflect.deleteProperty(parent, step)
  return value
}

function placeOf(box: unknown[], path: string): { parent: object; step: string } {
  const steps = path
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  const step = steps.pop()
  if (step === undefined) throw new Error('The root is only replaced')
  let parent: unknown = box[0]
  for (const name of steps) parent = memberOf(parent, name)
  if (typeof parent !== 'object' || parent === null) throw new Error(`${path} is in nothing`)
  return { parent, step }
}

function memberOf(parent: unknown, step: string): unknown {
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, step)) throw new Error(`No ${step}`)
  return (parent as Record<string, unknown>)[step]
}

function indexIn(step: string, most: number): number {
  const index = Number(step)
  if (!Number.isInteger(index) || index < 0 || index > most) throw new Error(`No place ${step}`)
  return index
}
