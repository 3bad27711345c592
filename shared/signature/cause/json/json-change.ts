import type { CauseCode } from '../cause-codes.ts'
import type { JsonBody } from './json-body.ts'
import type { JsonSource } from './json-source.ts'
import { spacingOf } from './json-spacing.ts'
import { exactValue } from './number-spellings.ts'

interface Change {
  readonly code: CauseCode
  readonly what: string
}

/** In which ways two spellings of the same data differ. */
export function jsonChange(received: JsonBody, signed: JsonBody): Change {
  const one = inventory(received.source)
  const other = inventory(signed.source)
  const changes: Change[] = []
  if (!same(one.names, other.names) && !differ(one.names, other.names)) {
    changes.push({ code: 'body-json-key-order', what: 'its keys are in another order' })
  }
  if (differ(one.texts, other.texts)) {
    changes.push({ code: 'body-json-escapes', what: 'characters in its texts are escaped in another way' })
  }
  if (differ(one.numbers, other.numbers)) {
    const rounded = differ(one.numbers.map(exactValue), other.numbers.map(exactValue))
    changes.push({
      code: 'body-json-numbers',
      what: rounded
        ? 'a number lost its last digits, as it does where it is read as floating point'
        : 'its numbers are written in another form',
    })
  }
  if (spacingOf(received.text) !== spacingOf(signed.text))
    changes.push({ code: 'body-json-spacing', what: 'its spacing is another' })
  const [first, ...more] = changes
  if (first === undefined) return { code: 'body-json-spacing', what: 'its spacing is another' }
  if (more.length === 0) return first
  const whats = changes.map(({ what }) => what)
  return { code: 'body-json-rewritten', what: `${whats.slice(0, -1).join(', ')} and ${whats.at(-1)}` }
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
