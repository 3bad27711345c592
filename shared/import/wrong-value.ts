import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const LONGEST_PATH = 200

/** What is wrong with a value of an entry and where, in words of the file rather than of what checks it. */
export function wrongValue(issue: Issue | undefined): string {
  const path = issue?.path.slice(0, 6).join('.').slice(0, LONGEST_PATH) ?? ''
  const wrong = issue === undefined ? 'is not as it should be' : reasonOf(issue)
  return `${path === '' ? 'It ' : `${path}: `}${wrong.replace(/\.$/, '')}.`
}

function reasonOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.message.endsWith('received undefined')) return 'is missing'
      return `is no ${NAMES[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `is none of ${issue.values.slice(0, 12).map(String).join(', ')}`
    case 'too_big':
      return ownWords(issue) ?? `is more than ${issue.maximum}${unitOf(issue.origin)}`
    case 'too_small':
      return ownWords(issue) ?? `is less than ${issue.minimum}${unitOf(issue.origin)}`
    case 'invalid_format':
      return ownWords(issue) ?? (issue.format === 'uuid' ? 'is no id (a UUID)' : 'is not spelled as it should be')
    default:
      return ownWords(issue) ?? 'is not as it should be'
  }
}

/** What a schema of ours says itself; null: these are the words of the library. */
function ownWords({ message }: Issue): string | null {
  return /^(Invalid |Too |Unrecognized )/.test(message) ? null : message
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' items' : ''
}

const NAMES: Readonly<Record<string, string>> = { int: 'whole number', array: 'list', boolean: 'true or false' }
