/** Bytes (latin1) with all but the unreserved characters as `%41`. */
export function urlEncoded(bytes: string): string {
  return bytes.replace(/[^\w.~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`)
}

/** What `--data-urlencode` and `--url-query` make of a value: `content`, `=content`, `name=content`, `@file`, `name@file`. */
export function urlEncodedData(value: string, readFile: (path: string) => string): string {
  // An equals sign counts before an at sign, wherever they stand.
  const [, name = '', sign = '', rest = value] =
    /^([^=]*)(=)([\s\S]*)$/.exec(value) ?? /^([^@]*)(@)([\s\S]*)$/.exec(value) ?? []
  const content = urlEncoded(sign === '@' ? readFile(rest) : rest).replaceAll('%20', '+')
  return name === '' ? content : `${name}=${content}`
}
