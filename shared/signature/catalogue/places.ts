import type { ValueSource } from '../value-source.ts'

/** A header, by name. */
export function header(name: string): ValueSource {
  return { in: 'header', name }
}

/** A field of a JSON body, by pointer. */
export function json(pointer: string): ValueSource {
  return { in: 'json', pointer }
}

/** A field of a form body. */
export function form(name: string): ValueSource {
  return { in: 'form', name }
}
