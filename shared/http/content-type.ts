/** A `Content-Type`, or any header of the same shape (`Content-Disposition`), read tolerantly. */
export interface ContentType {
  /** In lower case, without parameters; empty if there is none. */
  readonly mediaType: string
  /** In order; names in lower case, values without their quotes. */
  readonly params: ReadonlyArray<readonly [name: string, value: string]>
}

/** Never throws: what cannot be read as a parameter is left out. */
export function parseContentType(value: string | undefined): ContentType {
  if (value === undefined) return { mediaType: '', params: [] }
  const semicolon = value.indexOf(';')
  const mediaType = (semicolon === -1 ? value : value.slice(0, semicolon)).trim().toLowerCase()
  return { mediaType, params: semicolon === -1 ? [] : readParams(value, semicolon + 1) }
}

/** The first parameter of that name, which is given in lower case. */
export function contentTypeParam(contentType: ContentType, name: string): string | undefined {
  return contentType.params.find(([key]) => key === name)?.[1]
}

function readParams(value: string, start: number): Array<[string, string]> {
  const params: Array<[string, string]> = []
  let at = start
  while (at < value.length) {
    const equals = indexOfOrEnd(value, '=', at)
    const semicolon = indexOfOrEnd(value, ';', at)
    if (semicolon < equals || equals === value.length) {
      at = semicolon + 1
      continue
    }
    const name = value.slice(at, equals).trim().toLowerCase()
    const [text, next] = readParamValue(value, equals + 1)
    if (name !== '') params.push([name, text])
    at = next
  }
  return params
}

/** The value that begins at `start`, quoted or not, and where the next parameter begins. */
function readParamValue(value: string, start: number): [text: string, next: number] {
  let at = start
  while (value[at] === ' ' || value[at] === '\t') at++
  if (value[at] !== '"') {
    const end = indexOfOrEnd(value, ';', at)
    return [value.slice(at, end).trim(), end + 1]
  }
  const pieces: string[] = []
  for (at++; at < value.length && value[at] !== '"'; at++) {
    if (value[at] === '\\' && at + 1 < value.length) at++
    pieces.push(value[at] as string)
  }
  return [pieces.join(''), indexOfOrEnd(value, ';', at) + 1]
}

function indexOfOrEnd(value: string, wanted: string, from: number): number {
  const at = value.indexOf(wanted, from)
  return at === -1 ? value.length : at
}
