import { JSON_NUMBER, type JsonSource, textEnd } from './json-source.ts'

/** A text of JSON cut at its numbers: `parts[0] + numbers[0] + parts[1] + …`. */
export interface CutAtNumbers {
  readonly parts: ReadonlyArray<string>
  readonly numbers: ReadonlyArray<string>
}

/** The text has to be JSON. */
export function cutAtNumbers(text: string): CutAtNumbers {
  const parts: string[] = []
  const numbers: string[] = []
  let from = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (character === '"') at = textEnd(text, at)
    if (at === -1) break
    if (character !== '-' && !(character >= '0' && character <= '9')) continue
    JSON_NUMBER.lastIndex = at
    const [number = ''] = JSON_NUMBER.exec(text) ?? []
    if (number === '') continue
    parts.push(text.slice(from, at))
    numbers.push(number)
    from = at + number.length
    at = from - 1
  }
  parts.push(text.slice(from))
  return { parts, numbers }
}

export function joinNumbers({ parts }: CutAtNumbers, numbers: ReadonlyArray<string>): string {
  let text = parts[0] ?? ''
  for (let index = 0; index < numbers.length; index++) text += `${numbers[index]}${parts[index + 1]}`
  return text
}

/** For each number, in order, what it is: names down to it, the same for all items of a list. */
export function numberPaths(source: JsonSource): string[] {
  const paths: string[] = []
  const visit = (value: JsonSource, path: string): void => {
    if (value.kind === 'number') paths.push(path)
    else if (value.kind === 'array') for (const item of value.items) visit(item, `${path}[]`)
    else if (value.kind === 'object') for (const [name, member] of value.members) visit(member, `${path}.${name.value}`)
  }
  visit(source, '')
  return paths
}
