import { parseTemplate, type TemplatePiece } from './content-template.ts'
import type { SignedScheme } from './scheme.ts'

interface CompiledScheme {
  readonly pieces: ReadonlyArray<TemplatePiece>
  readonly signsTimestamp: boolean
}

const compiled = new WeakMap<SignedScheme, CompiledScheme>()

/** The template of a scheme, read once: schemes are checked by the thousand. */
export function compileScheme(scheme: SignedScheme): CompiledScheme {
  const known = compiled.get(scheme)
  if (known !== undefined) return known
  const parsed = parseTemplate(scheme.content)
  if (parsed.kind === 'wrong') throw new Error(`Unreadable template ${JSON.stringify(scheme.content)}: ${parsed.why}`)
  const made = {
    pieces: parsed.pieces,
    signsTimestamp: parsed.pieces.some((piece) => piece.kind === 'plain' && piece.name === 'timestamp'),
  }
  compiled.set(scheme, made)
  return made
}
