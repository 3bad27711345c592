import type { MakeTextDecoder } from '../decode-text.ts'

type TextDecoderClass = new (...args: Parameters<MakeTextDecoder>) => ReturnType<MakeTextDecoder>

/** That of whatever runs the tests. */
export const makeTextDecoder: MakeTextDecoder = (label, options) =>
  new (globalThis as unknown as { readonly TextDecoder: TextDecoderClass }).TextDecoder(label, options)
