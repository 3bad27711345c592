import type { HeaderPairs } from '../http/header-pairs.ts'
import { headerText } from '../http/header-text.ts'
import { parseQuery } from '../http/query.ts'
import { compareHeaders } from './compare-headers.ts'
import { comparePairs, type NamedText } from './compare-pairs.ts'
import type { Comparison } from './comparison.ts'
import type { IgnoreRules } from './ignore-rules.ts'

/** What a message has besides its body. Header values, targets and reasons are latin1, as they came. */
export type MessageHead =
  | {
      readonly kind: 'request'
      readonly method: string | null
      readonly target: string | null
      readonly headers: HeaderPairs
    }
  | { readonly kind: 'response'; readonly status: number; readonly statusText: string; readonly headers: HeaderPairs }

/** What differs before the bodies. Null: one side has no such thing. */
export interface ComparedHeads {
  readonly headers: Comparison | null
  /** Method, path and query of two requests. */
  readonly target: Comparison | null
  /** Of two responses. */
  readonly status: Comparison | null
}

/** Null for a side: a file, which has a body only. */
export function compareHeads(left: MessageHead | null, right: MessageHead | null, rules: IgnoreRules): ComparedHeads {
  if (left === null || right === null) return { headers: null, target: null, status: null }
  const headers = compareHeaders(left.headers, right.headers, rules)
  const line = left.kind === right.kind ? comparePairs(firstLine(left), firstLine(right), rules) : null
  return left.kind === 'request' ? { headers, target: line, status: null } : { headers, target: null, status: line }
}

/** Of a URL: what is sent of it. */
export function targetOfUrl(url: string): string {
  const target = url.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?#]*/i, '').replace(/#.*$/s, '')
  return target.startsWith('/') ? target : `/${target}`
}

function firstLine(head: MessageHead): NamedText[] {
  if (head.kind === 'response') {
    return [
      { key: '?status', name: '(status)', value: String(head.status) },
      { key: '?reason', name: '(reason)', value: headerText(head.statusText) },
    ]
  }
  const target = head.target ?? ''
  return [
    { key: '?method', name: '(method)', value: head.method },
    { key: '?path', name: '(path)', value: headerText(target.split('?', 1)[0] ?? '') },
    ...parseQuery(target).map(({ name, value }) => ({ key: `=${name}`, name, value })),
  ]
}
