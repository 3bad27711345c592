import { NoSnippet } from './snippet.ts'

/** A prefix with `*` as a regular expression without its delimiters; what is used of the syntax is the same in all five languages. */
export function prefixPattern(prefix: string): string {
  if (!/^[\x20-\x7e]*$/.test(prefix)) {
    throw new NoSnippet(
      'The prefix of the secret or of the signature has characters that do not belong into a snippet.',
    )
  }
  return `^${prefix.split('*').map(escapePattern).join('[A-Za-z0-9]*')}`
}

/** Quotes, and the # of Ruby, could end the literal that the pattern stands in. */
function escapePattern(text: string): string {
  return text
    .replace(/[\\^$.+?()[\]{}|/]/g, '\\$&')
    .replace(/["'`#]/g, (character) => `\\x${character.charCodeAt(0).toString(16)}`)
}
