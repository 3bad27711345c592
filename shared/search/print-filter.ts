import { assertNever } from '../assert-never.ts'
import { printBodyPath, printName } from './body-path.ts'
import type {
  Exists,
  FilterNode,
  FilterTerm,
  FilterTime,
  Like,
  NumberTest,
  Operand,
  StatusClass,
  ValueTest,
} from './filter-node.ts'
import { filterTokens } from './filter-tokens.ts'
import { quoteFilterText, quoteParts } from './quoted-text.ts'

/** The text of a filter: `parseFilter` reads the same from it. */
export function printFilter(node: FilterNode): string {
  return print(node, 'or')
}

/** `within`: what it stands in, and so what must be put between parentheses. */
function print(node: FilterNode, within: 'or' | 'and' | 'not'): string {
  switch (node.kind) {
    case 'or': {
      const text = node.nodes.map((each) => print(each, each.kind === 'or' ? 'not' : 'or')).join(' or ')
      return within === 'or' ? text : `(${text})`
    }
    case 'and': {
      const text = node.nodes.map((each) => print(each, each.kind === 'and' ? 'not' : 'and')).join(' ')
      return within === 'not' ? `(${text})` : text
    }
    case 'not':
      return `-${print(node.node, 'not')}`
    default:
      return printTerm(node)
  }
}

/** One term as `key:value`, a word or a phrase. */
export function printTerm(term: FilterTerm): string {
  switch (term.kind) {
    case 'text':
      return printWord(term.text)
    case 'contains':
    case 'value':
      return `${term.field}:${printTest(term.test)}`
    case 'named':
      return `${term.field}.${printName(term.name)}:${printTest(term.test)}`
    case 'body':
      return `body${printBodyPath(term.path)}:${printTest(term.test)}`
    case 'status':
    case 'answered':
    case 'attempt':
    case 'size':
      return `${term.kind}:${printNumberTest(term.test)}`
    case 'time':
      return `${term.field}:${printTime(term.time)}`
    case 'verdict':
      return `verdict:${term.test.kind === 'one' ? term.test.verdict : '*'}`
    case 'state':
      return `state:${term.state}`
    case 'is':
      return `is:${term.mark}`
    case 'id':
      return `id:${term.prefix}`
    default:
      return assertNever(term)
  }
}

function printWord(text: string): string {
  const tokens = filterTokens(text)
  const [token] = tokens
  const isBare = tokens.length === 1 && token?.kind === 'word' && !token.quoted && token.text === text
  return isBare && !hasInvisible(text) ? text : quoteFilterText(text)
}

/** What stands behind the colon. */
export function printTest(test: Exists | Like | ValueTest): string {
  if (test.kind === 'exists') return '*'
  if (test.kind === 'like') return test.quoted ? quoteParts(test.parts) : test.parts.join('*')
  return `${test.op}${printOperand(test.operand)}`
}

function printOperand(operand: Operand): string {
  if (operand.kind === 'number') return operand.raw
  if (operand.kind === 'time') return printTime(operand.time)
  return operand.quoted ? quoteFilterText(operand.text) : operand.text
}

function printNumberTest(test: Exists | StatusClass | NumberTest): string {
  if (test.kind === 'exists') return '*'
  if (test.kind === 'class') return `${test.hundreds}xx`
  return test.op === '=' ? test.text : `${test.op}${test.text}`
}

function printTime({ text }: FilterTime): string {
  return text.includes(' ') ? quoteFilterText(text) : text
}

export function hasInvisible(text: string): boolean {
  return /[\p{Cc}\p{Cf}\p{Cs}]/u.test(text)
}
