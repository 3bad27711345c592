import { asciiLiteral, LITERALS, stringLiteral } from '../../codegen/string-literal.ts'

/** A text as a literal of a language, as its readers mostly write it; whatever is in it, it stays one literal. */
export const quoteText = {
  javascript: (text: string) => stringLiteral(text, { ...LITERALS.javascript, quote: "'" }),
  /** Inside of a template literal. */
  javascriptTemplate: (text: string) =>
    inside(stringLiteral(text, { ...LITERALS.javascript, quote: '`', special: '$' })),
  python: (text: string) => stringLiteral(text, LITERALS.python),
  pythonBytes: (latin1: string) => `b${asciiLiteral(latin1, LITERALS.pythonBytes)}`,
  ruby: (text: string) => stringLiteral(text, LITERALS.ruby),
  rubyInner: (text: string) => inside(stringLiteral(text, LITERALS.ruby)),
  go: (text: string) => stringLiteral(text, LITERALS.go),
  php: (text: string) =>
    /^[\x20-\x7e]*$/.test(text) ? `'${text.replace(/[\\']/g, '\\$&')}'` : stringLiteral(text, LITERALS.php),
} as const

function inside(literal: string): string {
  return literal.slice(1, -1)
}
