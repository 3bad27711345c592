import { base64 } from '../../http/base64-text.ts'
import { headerFromText, headerText } from '../../http/header-text.ts'
import { bytesFromLatin1 } from '../../http/latin1.ts'
import { percentEncoded } from '../../http/percent-encoded.ts'
import type { CurlReading } from './curl-reading.ts'

/** What `--variable` sets and `--expand-…` puts in its place. */
export class CurlVariables {
  private readonly values = new Map<string, string>()
  /** From the environment, which is not known here. */
  private readonly unknown = new Set<string>()

  /** `name=content`, `name@file`, `%NAME`, `%NAME=default`; a range of bytes may follow the name. */
  set(given: string, reading: CurlReading, at: number): void {
    const [, isEnvironment, name, from, to, sign, rest = ''] =
      /^(%?)(\w+)(?:\[(\d+)-(\d*)\])?(?:([=@])([\s\S]*))?$/.exec(given) ?? []
    if (name === undefined) reading.expected(at, 'a variable such as name=content', given)
    if (sign === undefined) {
      this.unknown.add(name)
      return
    }
    const content = sign === '@' ? reading.file(rest, at) : rest
    if (isEnvironment === '%') reading.warn(`${name} is read as its default: the environment is not known here.`)
    this.values.set(name, from === undefined ? content : content.slice(Number(from), to ? Number(to) + 1 : undefined))
  }

  expand(text: string, reading: CurlReading, at: number): string {
    return text.replace(
      /(\\?)\{\{(\w+)((?::\w+)*)\}\}/g,
      (whole, backslash: string, name: string, functions: string) => {
        if (backslash !== '') return whole.slice(1)
        const value = this.values.get(name)
        if (value === undefined) {
          if (!this.unknown.has(name)) return ''
          reading.warn(`${whole} at ${reading.place(at)} is kept as text: the environment is not known here.`)
          return whole
        }
        reading.takeBytes(value.length, at)
        return functions
          .split(':')
          .slice(1)
          .reduce((before, used) => {
            const result = applied(used, before, reading, at)
            reading.takeBytes(result.length, at)
            return result
          }, value)
      },
    )
  }
}

function applied(used: string, value: string, reading: CurlReading, at: number): string {
  switch (used) {
    case 'trim':
      return value.trim()
    case 'json':
      return headerFromText(JSON.stringify(headerText(value)).slice(1, -1))
    case 'url':
      return percentEncoded(value)
    case 'b64':
      return base64(bytesFromLatin1(value))
    default:
      return reading.fail(at, `the function ${used} of a variable is not known. Known are trim, json, url and b64.`)
  }
}
