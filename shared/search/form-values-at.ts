import type { BodyPath, BodyStep } from './filter-node.ts'
import { type JsonToken, someJsonValueAt } from './json-values-at.ts'

/**
 * The same of a form. A field's name leads to its value as it stands (`body.token`), or as PHP and others nest it
 * (`customer[id]` is `body.customer.id`); from there on a value that is JSON is gone into (`payload={…}`).
 */
export function someFormValueAt(
  fields: ReadonlyArray<readonly [name: string, value: string]>,
  path: BodyPath,
  test: (token: JsonToken) => boolean,
): boolean {
  return fields.some(([name, value]) =>
    [[name], nestedNames(name)].some((names) => {
      if (names.length > path.length || !names.every((each, at) => isStep(path[at] as BodyStep, each))) return false
      if (names.length === path.length) return test({ kind: 'text', text: value })
      return /^\s*[[{]/.test(value) && someJsonValueAt(value, path.slice(names.length), test)
    }),
  )
}

/** `a[b][]` as a, b and an item; a name that is not nested gives nothing. */
function nestedNames(name: string): string[] {
  const found = /^([^[\]]+)((?:\[[^[\]]*\])+)$/.exec(name)
  if (found === null) return [name]
  return [found[1] as string, ...(found[2] as string).slice(1, -1).split('][')]
}

function isStep(step: BodyStep, name: string): boolean {
  if (step.kind === 'items') return /^\d*$/.test(name)
  return name === (step.kind === 'item' ? String(step.index) : step.name)
}
