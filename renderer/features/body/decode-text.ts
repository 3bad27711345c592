import { type DecodedText, decodeText as decodeTextWith } from '../../../shared/body/decode-text.ts'

/** Text of bytes, with the decoders of the browser. */
export function decodeText(bytes: Uint8Array, declared: string | undefined): DecodedText {
  return decodeTextWith(bytes, declared, makeTextDecoder)
}

export function makeTextDecoder(label: string, options: { fatal: boolean }): TextDecoder {
  return new TextDecoder(label, options)
}
