import { assertNever } from '../../../shared/assert-never.ts'
import type { BodyPath, FilterNode, Like, ValueTest } from '../../../shared/search/filter-node.ts'
import { numberLiteral } from '../../../shared/search/read-value-test.ts'
import { ALL, allOf, type GramQuery, someOf, textQuery } from './gram-query.ts'
import { plainNumber } from './plain-number.ts'

/** JSON writes these as escapes that the index does not undo. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is meant.
const ESCAPED = /[\u0000-\u001f]+/

/**
 * What the index can say of a filter: every capture that matches it has these grams. `word` says it of a free word, which
 * is looked for in what the index does not hold, too.
 */
export function filterGrams(node: FilterNode, word: (text: string) => GramQuery): GramQuery {
  switch (node.kind) {
    case 'and':
      return allOf(node.nodes.map((each) => filterGrams(each, word)))
    case 'or':
      return someOf(node.nodes.map((each) => filterGrams(each, word)))
    case 'text':
      return word(node.text)
    case 'contains':
      return node.field === 'note' || node.test.kind === 'exists' ? ALL : partsQuery(node.test.parts)
    case 'value':
      return node.field === 'path' && node.test.kind === 'like' ? partsQuery(node.test.parts) : ALL
    case 'named':
      return node.field === 'header'
        ? headerQuery(node.name, node.test)
        : allOf([textQuery(node.name), partsOfTest(node.test)])
    case 'body':
      return allOf([namesQuery(node.path), jsonValueQuery(node.test)])
    // What does not match has none of something; and columns are not in the index.
    case 'not':
    case 'status':
    case 'answered':
    case 'attempt':
    case 'size':
    case 'time':
    case 'verdict':
    case 'state':
    case 'is':
    case 'id':
      return ALL
    default:
      return assertNever(node)
  }
}

function partsQuery(parts: ReadonlyArray<string>): GramQuery {
  return allOf(parts.map(textQuery))
}

function partsOfTest(test: ValueTest): GramQuery {
  return test.kind === 'like' ? partsQuery(test.parts) : ALL
}

/** Headers are indexed as lines. */
function headerQuery(name: string, test: ValueTest): GramQuery {
  const [first = '', ...more] = test.kind === 'like' ? test.parts : []
  return allOf([textQuery(`${name}: ${first}`), partsQuery(more)])
}

/** Names on the way to a value; digits may be the place of an item, which is written nowhere. */
function namesQuery(path: BodyPath): GramQuery {
  return allOf(path.map((step) => (step.kind === 'name' && !/^\d*$/.test(step.name) ? jsonTextQuery(step.name) : ALL)))
}

function jsonValueQuery(test: ValueTest): GramQuery {
  if (test.kind !== 'like') return ALL
  const number = numberOf(test)
  const asText = allOf(test.parts.map(jsonTextQuery))
  if (number === null) return asText
  // A number may be spelled otherwise; the index then holds it as people write it, too.
  const plain = plainNumber(number)
  return plain === null ? ALL : someOf([asText, textQuery(plain)])
}

function numberOf({ quoted, parts }: Like): string | null {
  return quoted || parts.length > 1 ? null : numberLiteral(parts[0] ?? '')
}

function jsonTextQuery(text: string): GramQuery {
  return partsQuery(text.split(ESCAPED))
}
