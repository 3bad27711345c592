const VARIABLE = /^(?:\$[A-Z_][A-Z0-9_]*$|\$[{(]|%[A-Z_]+%$)/
const PROSE =
  /^(?:to|is|are|was|as|and|or|but|for|with|in|on|at|of|from|by|if|when|the|an?|can|will|must|should|may|has|instead|option|flag|argument|parameter|value|itself|only|too)[.,;:!?)]*$/i

/** `--token $TOKEN` shows no token. */
export function isVariable(value: string): boolean {
  return VARIABLE.test(value)
}

/** "Use --token to sign in" shows none either, nor does `--token --verbose`. Of what stands bare behind a space. */
export function isNextWord(word: string): boolean {
  return word.startsWith('-') || PROSE.test(word)
}
