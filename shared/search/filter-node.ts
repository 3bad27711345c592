import type { CaptureState } from '../capture/capture.ts'
import type { Verdict } from '../signature/verdict.ts'

/** A filter as it is meant. `parseFilter` makes it, `printFilter` writes it down again, `filterMatcher` asks it. */
export type FilterNode =
  /** Two or more; with none it holds for every capture. */
  | { readonly kind: 'and'; readonly nodes: ReadonlyArray<FilterNode> }
  /** Two or more. */
  | { readonly kind: 'or'; readonly nodes: ReadonlyArray<FilterNode> }
  | { readonly kind: 'not'; readonly node: FilterNode }
  | FilterTerm

export type FilterTerm =
  /** Occurs in method, target, event type, headers or body. */
  | { readonly kind: 'text'; readonly text: string }
  /** Occurs in the body, in a header line, or in the note. */
  | { readonly kind: 'contains'; readonly field: ContainsField; readonly test: Exists | Like }
  /** One value that a capture has or has not, tags several. */
  | { readonly kind: 'value'; readonly field: ValueField; readonly test: ValueTest }
  /** Values under a name: of a header (whatever the case of its name) or of the query. */
  | { readonly kind: 'named'; readonly field: NamedField; readonly name: string; readonly test: ValueTest }
  /** Values in a JSON body or the fields of a form. */
  | { readonly kind: 'body'; readonly path: BodyPath; readonly test: ValueTest }
  | { readonly kind: 'status'; readonly test: Exists | StatusClass | NumberTest }
  /** Milliseconds to the answer. */
  | { readonly kind: 'answered'; readonly test: Exists | NumberTest }
  /** Which attempt to deliver its event it is, from 1 on. */
  | { readonly kind: 'attempt'; readonly test: NumberTest }
  /** Bytes of the body as kept. */
  | { readonly kind: 'size'; readonly test: NumberTest }
  /** Received at or after, or before. */
  | { readonly kind: 'time'; readonly field: TimeField; readonly time: FilterTime }
  | { readonly kind: 'verdict'; readonly test: Exists | { readonly kind: 'one'; readonly verdict: Verdict } }
  | { readonly kind: 'state'; readonly state: CaptureState }
  | { readonly kind: 'is'; readonly mark: CaptureMark }
  /** The capture's id begins so; lower case. */
  | { readonly kind: 'id'; readonly prefix: string }

export const VALUE_FIELDS = ['method', 'endpoint', 'provider', 'event', 'event-id', 'path', 'tag'] as const
export const CAPTURE_MARKS = ['pinned', 'replayed', 'duplicate', 'handshake', 'drift', 'truncated'] as const
export const COMPARISONS = ['>', '>=', '<', '<=', '='] as const

export type ContainsField = 'body' | 'header' | 'note'
export type ValueField = (typeof VALUE_FIELDS)[number]
export type NamedField = 'header' | 'query'
export type TimeField = 'after' | 'before'
export type CaptureMark = (typeof CAPTURE_MARKS)[number]
export type Comparison = (typeof COMPARISONS)[number]

/** There is one, whatever it is: `key:*`. */
export interface Exists {
  readonly kind: 'exists'
}

/** A text with `*` for anything, whatever the case: the pieces between the stars. Without a star it is one piece. */
export interface Like {
  readonly kind: 'like'
  readonly parts: ReadonlyArray<string>
  /** It stood between quotes: then it is never a number, `true`, `false` or `null` of JSON. */
  readonly quoted: boolean
}

export interface Compare {
  readonly kind: 'compare'
  readonly op: Comparison
  readonly operand: Operand
}

export type ValueTest = Exists | Like | Compare

export type Operand =
  /** `raw` is a number as JSON spells it, at any size. */
  | { readonly kind: 'number'; readonly raw: string }
  | { readonly kind: 'time'; readonly time: FilterTime }
  /** With `=` exactly this, letter case and stars too. */
  | { readonly kind: 'text'; readonly text: string; readonly quoted: boolean }

/** `text` as it was written, with its unit; `value` in the key's own unit. */
export interface NumberTest {
  readonly kind: 'number'
  readonly op: Comparison
  readonly value: number
  readonly text: string
}

/** `5xx`. */
export interface StatusClass {
  readonly kind: 'class'
  readonly hundreds: number
}

/** `text` as it was written; `at` in unix ms, as it was when the filter was read; `zone` of whoever asks. */
export interface FilterTime {
  readonly text: string
  readonly at: number
  readonly zone: string
}

export type BodyPath = ReadonlyArray<BodyStep>

export type BodyStep =
  /** A member; where it is all digits also an item. */
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'item'; readonly index: number }
  /** `[*]`: every item of an array. */
  | { readonly kind: 'items' }

/** Holds for every capture. */
export const EVERYTHING: FilterNode = { kind: 'and', nodes: [] }
