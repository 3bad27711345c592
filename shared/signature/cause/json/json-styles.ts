import { type JsonEscape, tellingEscapes } from './json-escapes.ts'
import type { JsonNumberForm } from './json-numbers.ts'
import type { JsonSource } from './json-source.ts'
import type { JsonOrder, JsonSpacing, JsonStyle } from './write-json.ts'

export interface NamedStyle extends JsonStyle {
  /** Said where it fits: who writes like this; null for a mixture. */
  readonly evidence: string | null
  /** Some encoders end with a newline. */
  readonly newline: boolean
}

export const COMPACT: JsonSpacing = { comma: ',', colon: ':', indent: null }
const SPACED: JsonSpacing = { comma: ', ', colon: ': ', indent: null }
const COLON_SPACED: JsonSpacing = { comma: ',', colon: ': ', indent: null }
const INDENTED = ['  ', '    ', '\t'].map((indent): JsonSpacing => ({ comma: ',', colon: ': ', indent }))
/** As .NET indents on Windows. */
const INDENTED_CRLF = INDENTED.map((spacing): JsonSpacing => ({ ...spacing, lineEnd: '\r\n' }))
/** The likely ones first. */
export const spacings: ReadonlyArray<JsonSpacing> = [COMPACT, SPACED, ...INDENTED, COLON_SPACED]

/** What the JSON writers of well-known languages make of the same data, the likely ones first. */
const WRITERS: ReadonlyArray<NamedStyle> = [
  style('JSON.stringify', COMPACT, 'few', 'javascript', 'integers-first'),
  style("Python's json.dumps", SPACED, 'ascii', 'python'),
  style("PHP's json_encode", COMPACT, 'asciiAndSlash', 'javascript'),
  // Integers beyond what JavaScript keeps stay as they are.
  style("PHP's json_encode", COMPACT, 'asciiAndSlash'),
  style("Ruby's to_json", COMPACT, 'few'),
  style("Go's json.Marshal of a map", COMPACT, 'html', 'javascript', 'sorted'),
  style("Go's json.Marshal of a struct", COMPACT, 'html'),
  style("Python's json.dumps with separators", COMPACT, 'ascii', 'python'),
  style("Python's json.dumps with sort_keys", SPACED, 'ascii', 'python', 'sorted'),
  style('JSON.stringify with two spaces', INDENTED[0] ?? COMPACT, 'few', 'javascript', 'integers-first'),
  style("Python's json.dumps with indent=4", INDENTED[1] ?? COMPACT, 'ascii', 'python'),
  style("PHP's json_encode with JSON_UNESCAPED_SLASHES", COMPACT, 'ascii', 'javascript'),
  style("PHP's json_encode with JSON_UNESCAPED_UNICODE", COMPACT, 'slash', 'javascript'),
  style("PHP's json_encode with JSON_PRETTY_PRINT", INDENTED[1] ?? COMPACT, 'asciiAndSlash', 'javascript'),
  style("Go's json.Encoder", COMPACT, 'html', 'kept', 'kept', true),
  style("PostgreSQL's jsonb", SPACED, 'few', 'kept', 'by-length'),
  style("Python's json.dumps with ensure_ascii=False", SPACED, 'few', 'python'),
  style("Rails' to_json", COMPACT, 'html'),
  style(".NET's System.Text.Json", COMPACT, 'dotnet'),
  style(".NET's System.Text.Json, indented", INDENTED[0] ?? COMPACT, 'dotnet'),
  style(".NET's System.Text.Json, indented on Windows", INDENTED_CRLF[0] ?? COMPACT, 'dotnet'),
  style('Gson', COMPACT, 'gson'),
]

/** So many of them come before dearer guesses. */
const COMMON_WRITERS = 7

function style(
  writer: string | null,
  spacing: JsonSpacing,
  escapes: JsonEscape,
  number: JsonNumberForm = 'kept',
  order: JsonOrder = 'kept',
  newline = false,
): NamedStyle {
  const evidence = writer === null ? null : `The signed body is as ${writer} writes it.`
  return { evidence, spacing, escape: escapes, number, order, newline }
}

/** Other spacing alone, and the commonest writers. */
export function* likelyStyles(): Iterable<NamedStyle> {
  for (const spacing of [...spacings, ...INDENTED_CRLF]) yield style(null, spacing, 'kept')
  yield* WRITERS.slice(0, COMMON_WRITERS)
}

export function* otherStyles(): Iterable<NamedStyle> {
  yield* WRITERS.slice(COMMON_WRITERS)
}

/** Orders in the place of those that programs sort by. */
export interface GuessedOrders {
  readonly orders: ReadonlyArray<JsonOrder>
  readonly evidence: string | null
}

/** Every mixture that can differ for this body. */
export function* mixedStyles(text: string, source: JsonSource, guessed?: GuessedOrders): Iterable<NamedStyle> {
  const facts = gatherFacts(source)
  for (const newline of [false, true]) {
    for (const order of guessed?.orders ?? facts.orders) {
      for (const number of facts.numbers) {
        for (const escapes of tellingEscapes(text)) {
          for (const spacing of spacings) {
            yield { evidence: guessed?.evidence ?? null, spacing, escape: escapes, number, order, newline }
          }
        }
      }
    }
  }
}

/** Which orders and number forms can matter. */
function gatherFacts(source: JsonSource): { orders: JsonOrder[]; numbers: JsonNumberForm[] } {
  let hasObject = false
  let hasIntegerName = false
  let hasInteger = false
  let hasFloat = false
  const waiting = [source]
  for (let value = waiting.pop(); value !== undefined; value = waiting.pop()) {
    if (value.kind === 'array') waiting.push(...value.items)
    else if (value.kind === 'number') {
      if (/[.eE]/.test(value.raw)) hasFloat = true
      else hasInteger = true
    } else if (value.kind === 'object') {
      if (value.members.length > 1) hasObject = true
      for (const [name, member] of value.members) {
        if (/^\d+$/.test(name.value)) hasIntegerName = true
        waiting.push(member)
      }
    }
  }
  const orders: JsonOrder[] = ['kept']
  if (hasObject) orders.push('sorted', 'by-length')
  if (hasIntegerName) orders.push('integers-first')
  const numbers: JsonNumberForm[] = ['kept']
  if (hasFloat) numbers.push('javascript', 'python', 'twoDecimals')
  if (hasInteger) numbers.push('floats')
  return { orders, numbers }
}
