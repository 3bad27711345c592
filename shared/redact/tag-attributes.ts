export interface Attribute {
  readonly name: string
  /** Of the value, without its quotes. */
  readonly start: number
  readonly end: number
}

/** The attributes of a tag, from behind its name, and where it ends. It need not be right. */
export function attributesFrom(source: string, from: number): { list: Attribute[]; end: number } {
  const list: Attribute[] = []
  let at = from
  while (at < source.length && source[at] !== '<') {
    if (source[at] === '>') return { list, end: at + 1 }
    ATTRIBUTE.lastIndex = at
    const [whole, name = '', value] = ATTRIBUTE.exec(source) ?? []
    if (whole === undefined) {
      at++
      continue
    }
    at += whole.length
    if (value === undefined) continue
    const quote = value[0] === '"' || value[0] === "'" ? value[0] : ''
    const isClosed = quote !== '' && value.length > 1 && value.endsWith(quote)
    list.push({ name, start: at - value.length + quote.length, end: at - (isClosed ? 1 : 0) })
  }
  return { list, end: at }
}

/** Without its namespace. */
export function localName(name: string): string {
  return name.replace(/^.*:/, '')
}

const ATTRIBUTE = /([^ \t\r\n=<>"'/]{1,1000})(?:[ \t\r\n]*=[ \t\r\n]*("[^"]*"?|'[^']*'?|[^ \t\r\n<>"']+))?/y
