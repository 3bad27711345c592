import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import type { OwnPattern, RedactionRules } from '../../../shared/redact/redaction-rules.ts'
import { TextArea } from '../../ui/text-area.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { RedactedText } from '../share/redacted-text.tsx'

const SAMPLE = 'Order 4711 of jo@example.com, +49 170 1234567, password=hunter2'
const LONGEST = 10_000
/** It is done while somebody types. What takes longer is shown as gone. */
const CLOCK = { now: Date.now, most: 300 }

interface RedactionTrialProps {
  readonly rules: RedactionRules
  /** Patterns that cannot be read, and why, by their places. */
  onWrong(wrong: ReadonlyMap<number, string>): void
}

/** A text to type, and what would be shared of it. Saved secrets are not known here: they never reach the screen. */
export function RedactionTrial({ rules, onWrong }: RedactionTrialProps) {
  const [text, setText] = useState(SAMPLE)
  // Loaded when somebody looks: the engine of patterns and the catalogue of providers are large.
  const { data: parts } = useQuery({ queryKey: ['redaction-code'], queryFn: loadParts, staleTime: Infinity })
  const wrong = useMemo(() => (parts ? wrongPatterns(rules.patterns, parts.compilePattern) : NONE), [parts, rules])
  useEffect(() => onWrong(wrong), [wrong, onWrong])

  const patterns = rules.patterns.filter(({ pattern }, index) => pattern !== '' && !wrong.has(index))
  const redacted = parts
    ? new parts.Redaction({
        rules: { ...rules, patterns },
        secrets: [],
        keyedName: (value) => value,
        clock: CLOCK,
      }).text(text)
    : null
  return (
    <div className="flex flex-col gap-1">
      <TextArea label="Try it" mono rows={2} maxLength={LONGEST} value={text} onChange={setText} />
      <output
        aria-label="As it would be shared"
        className="block min-h-7 rounded-[7px] border border-line bg-bg px-2.5 py-1.5 font-mono text-small break-words whitespace-pre-wrap"
      >
        {redacted === null ? '' : <RedactedText text={visibleText(redacted, { lines: true })} />}
      </output>
    </div>
  )
}

const NONE: ReadonlyMap<number, string> = new Map()

async function loadParts() {
  const [{ Redaction }, { compilePattern }] = await Promise.all([
    import('../../../shared/redact/redaction.ts'),
    import('../../../shared/redact/compile-pattern.ts'),
  ])
  return { Redaction, compilePattern }
}

function wrongPatterns(
  patterns: ReadonlyArray<OwnPattern>,
  compile: (pattern: OwnPattern) => unknown,
): ReadonlyMap<number, string> {
  const wrong = new Map<number, string>()
  for (const [index, pattern] of patterns.entries()) {
    try {
      if (pattern.pattern !== '') compile(pattern)
    } catch (error) {
      wrong.set(index, error instanceof Error ? error.message : String(error))
    }
  }
  return wrong
}
