import type { CauseCode } from '../cause-codes.ts'
import type { JsonSource } from './json-source.ts'

/** In which way two spellings of the same data differ. */
export function jsonChange(received: JsonSource, signed: JsonSource): { code: CauseCode; what: string } {
  const one = inventory(received)
  const other = inventory(signed)
  const changes: { code: CauseCode; what: string }[] = []
  if (!same(one.names, other.names) && !differ(one.names, other.names)) {
    changes.push({ code: 'body-json-key-order', what: 'its keys are in another order' })
  }
  if (differ(one.texts, other.texts)) {
    changes.push({ code: 'body-json-escapes', what: 'characters in its texts are escaped in another way' })
  }
  if (differ(one.numbers, other.numbers)) {
    changes.push({ code: 'body-json-numbers', what: 'its numbers are written in another form' })
  }
  const [only] = changes
  if (only === undefined) return { code: 'body-json-spacing', what: 'its spacing is another' }
  if (changes.length === 1) return only
  return { code: 'body-json-rewritten', what: changes.map(({ what }) => what).join(', ') }
}

/** Whatever the order. */
function differ(left: ReadonlyArray<string>, right: ReadonlyArray<string>): boolean {
  return !same(left, right) && !same(left.toSorted(), right.toSorted())
}

function same(left: ReadonlyArray<string>, right: ReadonlyArray<string>): boolean {
  return left.length === right.length && left.every((text, index) => text === right[index])
}

function inventory(source: JsonSource) {
  const names: string[] = []
  const texts: string[] = []
  const numbers: string[] = []
  const visit = (value: JsonSource): void => {
    if (value.kind === 'text') texts.push(value.raw)
    else if (value.kind === 'number') numbers.push(value.raw)
    else if (value.kind === 'array') value.items.forEach(visit)
    else if (value.kind === 'object') {
      for (const [name, member] of value.members) {
        names.push(name.value)
        texts.push(name.raw)
        visit(member)
      }
    }
  }
  visit(source)
  return { names, texts, numbers }
}
