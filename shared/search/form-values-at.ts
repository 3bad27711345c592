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
    [[name], nestedNames(name, path.length)].some((names) => {
      if (names === null || !names.every((each, at) => isStep(path[at] as BodyStep, each))) return false
      if (names.length === path.length) return test({ kind: 'text', text: value })
      return /^\s*[[{]/.test(value) && someJsonValueAt(value, path.slice(names.length), test)
    }),
  )
}

/** `a[b][]` as a, b and an item; null where a name is not nested, or in more than `most`. */
function nestedNames(name: string, most: number): string[] | null {
  const first = name.indexOf('[')
  if (first <= 0) return null
  const names = [name.slice(0, first)]
  // Step by step: a name may be as long as a body, and a regular expression would keep every bracket of it in mind.
  for (let open = first; open < name.length; ) {
    const close = name.indexOf(']', open)
    if (names.length === most || close === -1 || name.charAt(open) !== '[') return null
    names.push(name.slice(open + 1, close))
    open = close + 1
  }
  return names.some((each) => /[[\]]/.test(each)) ? null : names
}

function isStep(step: BodyStep, name: string): boolean {
  if (step.kind === 'items') return /^\d*$/.test(name)
  return name === (step.kind === 'item' ? String(step.index) : step.name)
}
