/**
 * Numbers what JSON values mean: two values get the same number exactly if they mean the same. Built from the leaves up,
 * each value is described by the numbers of its parts, so that whole subtrees compare at once and depth costs nothing.
 */
export class Meanings {
  readonly #numbers = new Map<string, number>()
  readonly #names = new Map<string, number>()

  /** Of a string, number or word in its one spelling. */
  scalar(canonical: string): number {
    return this.#number(canonical)
  }

  array(items: ReadonlyArray<{ readonly meaning: number }>): number {
    let text = '['
    for (const { meaning } of items) text += `${meaning},`
    return this.#number(text)
  }

  /** Whatever the order of the names; values of the same name keep theirs. */
  object(names: ReadonlyArray<string>, values: ReadonlyArray<{ readonly meaning: number }>) {
    const members = names.map((name, index) => [this.#name(name), values[index]?.meaning ?? 0] as const)
    if (!isAscending(members)) members.sort(([one], [other]) => one - other)
    let text = '{'
    let hasDuplicates = false
    let before = -1
    for (const [name, meaning] of members) {
      if (name === before) hasDuplicates = true
      before = name
      text += `${name}:${meaning},`
    }
    return { meaning: this.#number(text), hasDuplicates }
  }

  #number(description: string): number {
    return numbered(this.#numbers, description)
  }

  #name(name: string): number {
    return numbered(this.#names, name)
  }
}

function numbered(numbers: Map<string, number>, text: string): number {
  const known = numbers.get(text)
  if (known !== undefined) return known
  numbers.set(text, numbers.size)
  return numbers.size - 1
}

/** Records of one shape are: their names were numbered in the order of the first. */
function isAscending(members: ReadonlyArray<readonly [name: number, meaning: number]>): boolean {
  let before = -1
  for (const [name] of members) {
    if (name < before) return false
    before = name
  }
  return true
}
