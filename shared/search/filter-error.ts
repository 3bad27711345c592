/** What is wrong with a filter's text, and where. Positions count UTF-16 code units from 0. */
export interface FilterError {
  readonly position: number
  /** Of what was found; 0 at the end of the text. */
  readonly length: number
  /** What should stand there, as the rest of "Expected …". */
  readonly expected: string
  /** What does. */
  readonly found: string
  /** What to do, where that is more than `expected` says. */
  readonly hint?: string
}

const LONGEST_FOUND = 40

export function filterError(text: string, start: number, end: number, expected: string, hint?: string): FilterError {
  const position = Math.min(start, text.length)
  const until = Math.min(Math.max(end, position + 1), text.length)
  const found = position === text.length ? 'the end' : `"${shortened(text.slice(position, until))}"`
  const error = { position, length: until - position, expected, found }
  return hint === undefined ? error : { ...error, hint }
}

/** One sentence or two, for a person. Columns are counted from 1. */
export function filterErrorMessage(error: FilterError): string {
  return `The filter is wrong at character ${error.position + 1}: ${lowerFirst(filterErrorSentence(error))}`
}

/** The same for where the place is shown beside it. */
export function filterErrorSentence({ expected, found, hint }: FilterError): string {
  const sentence = `Expected ${expected}, found ${found}.`
  return hint === undefined ? sentence : `${sentence} ${hint}`
}

/** The text on one line, and below it a caret under what is wrong; of a long text what is around it. */
export function filterErrorLines(text: string, error: FilterError, columns = 100): [string, string] {
  const start = error.position + 1 > columns ? error.position + 1 - Math.floor(columns / 2) : 0
  const cut = text.slice(start, start + columns)
  const lead = start > 0 ? '…' : ''
  // One column for whatever would take another width, so that the caret stands where it should.
  const line = `${lead}${cut.replace(/[\p{Cc}\p{Cf}]/gu, ' ')}${start + columns < text.length ? '…' : ''}`
  const at = error.position - start + lead.length
  return [line, `${' '.repeat(at)}${'^'.repeat(Math.max(1, Math.min(error.length, lead.length + cut.length - at)))}`]
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1)
}

function shortened(text: string): string {
  return text.length <= LONGEST_FOUND ? text : `${text.slice(0, LONGEST_FOUND)}…`
}
