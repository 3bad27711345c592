import { algorithmName } from './algorithm-name.ts'
import { parseTemplate, type TemplatePiece } from './content-template.ts'
import type { SignedScheme } from './scheme.ts'
import { describeSource, type ValueSource } from './value-source.ts'

interface CompiledScheme {
  readonly pieces: ReadonlyArray<TemplatePiece>
  readonly signsTimestamp: boolean
  readonly algorithm: string
  /** Where signatures are, with the words for it. */
  readonly places: ReadonlyArray<{ readonly source: ValueSource; readonly from: string }>
}

const compiled = new WeakMap<SignedScheme, CompiledScheme>()

/** What a scheme comes down to, worked out once: schemes are checked by the thousand. */
export function compileScheme(scheme: SignedScheme): CompiledScheme {
  const known = compiled.get(scheme)
  if (known !== undefined) return known
  const parsed = parseTemplate(scheme.content)
  if (parsed.kind === 'wrong') throw new Error(`Unreadable template ${JSON.stringify(scheme.content)}: ${parsed.why}`)
  const made = {
    pieces: parsed.pieces,
    algorithm: algorithmName(scheme),
    places: scheme.signature.from.map((source) => ({ source, from: describeSource(source) })),
    signsTimestamp: parsed.pieces.some((piece) => piece.kind === 'plain' && piece.name === 'timestamp'),
  }
  compiled.set(scheme, made)
  return made
}
