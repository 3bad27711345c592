import { Lightbulb } from 'lucide-react'
import { useState } from 'react'
import type { ReportedCause } from '../../../shared/signature/signature-report.ts'
import { Badge } from '../../ui/badge.tsx'
import { LinkButton } from '../../ui/link-button.tsx'
import { visibleText } from '../../ui/visible-text.ts'

/** Why a check failed, the decisive cause first. */
export function CauseList({ causes }: { readonly causes: readonly ReportedCause[] }) {
  return (
    <section aria-label="Causes" className="flex flex-col gap-2">
      {causes.map((cause, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the order is part of what is said, and a code may occur twice.
        <Cause key={index} cause={cause} />
      ))}
    </section>
  )
}

function Cause({ cause: { code, certainty, sentence, evidence, nextStep } }: { readonly cause: ReportedCause }) {
  return (
    <article className="flex flex-col gap-1.5 rounded-lg border border-line bg-raised p-3">
      <div className="flex items-start gap-2">
        <h4 className="min-w-0 flex-1 font-medium break-words">{visibleText(sentence)}</h4>
        {code !== 'nothing-fits' && (
          <Badge tone={certainty === 'proven' ? 'ok' : 'neutral'} title={CERTAINTIES[certainty]}>
            {certainty}
          </Badge>
        )}
      </div>
      {evidence.length > 0 && (
        <ul className="flex flex-col gap-0.5">
          {evidence.map((line) => (
            <li key={line} className="border-l-2 border-line-strong pl-2 text-small break-words text-dim">
              {/* What was tried is prose; everything else quotes the capture. */}
              {OF_PROSE.has(code) ? <LongProse text={line} /> : <span className="font-mono">{visibleText(line)}</span>}
            </li>
          ))}
        </ul>
      )}
      <p className="flex gap-1.5 break-words">
        <Lightbulb aria-hidden className="mt-0.5 size-3.5 shrink-0 text-accent" />
        <span className="sr-only">What to do:</span>
        <span className="min-w-0">{visibleText(nextStep)}</span>
      </p>
    </article>
  )
}

/** Their evidence is what was tried, in words. */
const OF_PROSE: ReadonlySet<string> = new Set(['nothing-fits', 'body-empty'])

/** Its beginning, and all of it for whoever wants to know. */
function LongProse({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(text.length <= MOST_PROSE)
  return (
    <>
      <span className={isWhole ? '' : 'line-clamp-3'}>{visibleText(text)}</span>
      {!isWhole && <LinkButton onClick={() => setWhole(true)}>Show all</LinkButton>}
    </>
  )
}

const MOST_PROSE = 300

const CERTAINTIES = {
  proven: 'With this undone, the received signature fits',
  seen: 'Read off the request',
} as const
