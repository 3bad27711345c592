import { percentEncoded } from '../../http/percent-encoded.ts'

/** What `--data-urlencode` and `--url-query` make of a value: `content`, `=content`, `name=content`, `@file`, `name@file`. */
export function urlEncodedData(value: string, readFile: (path: string) => string): string {
  // An equals sign counts before an at sign, wherever they stand.
  const [, name = '', sign = '', rest = value] =
    /^([^=]*)(=)([\s\S]*)$/.exec(value) ?? /^([^@]*)(@)([\s\S]*)$/.exec(value) ?? []
  const content = percentEncoded(sign === '@' ? readFile(rest) : rest).replaceAll('%20', '+')
  return name === '' ? content : `${name}=${content}`
}
