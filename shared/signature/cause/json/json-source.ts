/** JSON with the spelling of its texts and numbers kept, which `JSON.parse` forgets. */
export type JsonSource =
  | { readonly kind: 'object'; readonly members: ReadonlyArray<readonly [name: JsonText, value: JsonSource]> }
  | { readonly kind: 'array'; readonly items: ReadonlyArray<JsonSource> }
  | JsonText
  | { readonly kind: 'number'; readonly raw: string }
  | { readonly kind: 'word'; readonly raw: string }

export type JsonObject = Extract<JsonSource, { kind: 'object' }>

export interface JsonText {
  readonly kind: 'text'
  /** Between the quotes, as it is written. */
  readonly raw: string
  readonly value: string
}

const DEEPEST = 200
const SPACE = /[ \t\n\r]*/y
export const JSON_NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y

/** Null: not JSON, or nested too deep to be worth it. */
export function readJsonSource(text: string): JsonSource | null {
  return isJson(text) ? readValue({ text, at: 0 }, 0) : null
}

/** So that the reader below can trust what it reads. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    // Not JSON, and that is the answer.
    return false
  }
}

interface Reader {
  readonly text: string
  at: number
}

function take(reader: Reader, pattern: RegExp): string | null {
  pattern.lastIndex = reader.at
  const found = pattern.exec(reader.text)
  if (found === null) return null
  reader.at = pattern.lastIndex
  return found[0]
}

/** Whether the next thing is this character, which is then passed over. */
function accept(reader: Reader, character: string): boolean {
  take(reader, SPACE)
  if (reader.text[reader.at] !== character) return false
  reader.at++
  return true
}

function readValue(reader: Reader, depth: number): JsonSource | null {
  if (depth > DEEPEST) return null
  if (accept(reader, '{')) return readObject(reader, depth)
  if (accept(reader, '[')) return readArray(reader, depth)
  if (reader.text[reader.at] === '"') return readText(reader)
  const number = take(reader, JSON_NUMBER)
  if (number !== null) return { kind: 'number', raw: number }
  const word = take(reader, WORD)
  return word === null ? null : { kind: 'word', raw: word }
}

function readObject(reader: Reader, depth: number): JsonSource | null {
  const members: [JsonText, JsonSource][] = []
  if (accept(reader, '}')) return { kind: 'object', members }
  do {
    take(reader, SPACE)
    const name = readText(reader)
    if (name === null || !accept(reader, ':')) return null
    const value = readValue(reader, depth + 1)
    if (value === null) return null
    members.push([name, value])
  } while (accept(reader, ','))
  return accept(reader, '}') ? { kind: 'object', members } : null
}

function readArray(reader: Reader, depth: number): JsonSource | null {
  const items: JsonSource[] = []
  if (accept(reader, ']')) return { kind: 'array', items }
  do {
    const value = readValue(reader, depth + 1)
    if (value === null) return null
    items.push(value)
  } while (accept(reader, ','))
  return accept(reader, ']') ? { kind: 'array', items } : null
}

/** Scanned by hand: an expression for texts of any length would exhaust the stack of the engine on long ones. */
function readText(reader: Reader): JsonText | null {
  const { text, at } = reader
  if (text[at] !== '"') return null
  const end = textEnd(text, at)
  if (end === -1) return null
  reader.at = end + 1
  const raw = text.slice(at + 1, end)
  return { kind: 'text', raw, value: raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw }
}

/** Where the text ends that begins at this quote: at its other one; -1 if there is none. */
export function textEnd(text: string, at: number): number {
  let end = text.indexOf('"', at + 1)
  while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

function isEscaped(text: string, at: number): boolean {
  let backslashes = 0
  while (text[at - 1 - backslashes] === '\\') backslashes++
  return backslashes % 2 === 1
}
