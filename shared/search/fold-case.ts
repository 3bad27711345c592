import { inPieces } from '../in-pieces.ts'

/** The one way in which texts are compared whatever their case, by filters and by the index alike. */
export function foldCase(text: string): string {
  const lower = text.toLowerCase()
  // A sigma's lower case depends on whether its word ends there, and so on where a text was cut.
  return lower.includes('ς') ? inPieces(lower, (piece) => piece.split('ς').join('σ')) : lower
}
