import { useState } from 'react'
import { durationInWords } from '../../../shared/duration-in-words.ts'
import type { ReportedTimestamp, ReportedWorking, SignatureReport } from '../../../shared/signature/signature-report.ts'
import { formatFullTime } from '../../ui/format-time.ts'
import { Select } from '../../ui/select.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { ComparedValues } from './compared-values.tsx'
import { SignedContent } from './signed-content.tsx'

/** How the verdict came about, for each scheme and secret that was tried. */
export function WorkingsView({ report }: { readonly report: SignatureReport }) {
  const [chosen, setChosen] = useState(0)
  const working = report.workings[chosen] ?? report.workings[0]
  if (working === undefined) return null
  return (
    <section aria-label="The working" className="flex flex-col gap-3">
      <div className="flex items-center gap-2 border-b border-line pb-1">
        <h3 className="min-w-0 flex-1 font-medium">The working</h3>
        {report.workings.length > 1 && (
          <Select
            label="What was tried"
            value={String(Math.min(chosen, report.workings.length - 1))}
            options={report.workings.map((one, index) => ({ value: String(index), label: describe(one) }))}
            onChange={(value) => setChosen(Number(value))}
            className="max-w-[70%] min-w-0 truncate text-small"
          />
        )}
      </div>
      <Facts working={working} publicUrl={report.publicUrl} />
      <ComparedValues
        computed={working.computed}
        received={working.received}
        firstDifference={working.firstDifference}
        matches={working.matches}
        whyNotComputed={
          /^(?:secret token|basic)/i.test(working.algorithm)
            ? 'What it is compared with is the secret itself, which is shown only in the settings of the endpoint.'
            : 'Only who has the private key can compute it; the public key says whether it fits.'
        }
      />
      {working.signedContent.pieces.length > 0 && <SignedContent content={working.signedContent} />}
    </section>
  )
}

function Facts({ working, publicUrl }: { readonly working: ReportedWorking; readonly publicUrl: string | null }) {
  const { timestamp } = working
  return (
    <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-small [&>dt]:text-dim">
      <dt>Algorithm</dt>
      <dd>
        {working.algorithm}
        {working.schemeName !== null && ` (${working.schemeName})`}
      </dd>
      <dt>Signature from</dt>
      <dd>
        {working.signatureFrom}
        <code className="mt-0.5 block max-h-24 overflow-y-auto font-mono break-all text-dim">
          {visibleText(working.signatureValue.slice(0, 2_000))}
        </code>
      </dd>
      <dt>Secret</dt>
      <dd>{working.keyName}</dd>
      {timestamp !== null && (
        <>
          <dt>Timestamp</dt>
          <dd>
            <TimestampFacts timestamp={timestamp} />
          </dd>
        </>
      )}
      {publicUrl !== null && (
        <>
          <dt>Public URL</dt>
          <dd className="font-mono break-all">{visibleText(publicUrl)}</dd>
        </>
      )}
      {working.conditions.map((condition) => (
        <Condition key={condition.what} condition={condition} />
      ))}
    </dl>
  )
}

function Condition({ condition }: { readonly condition: ReportedWorking['conditions'][number] }) {
  return (
    <>
      <dt>{condition.what}</dt>
      <dd className={condition.holds ? '' : 'text-bad'}>
        {condition.holds ? '✓ ' : '✗ '}
        <code className="font-mono break-all">{visibleText(condition.received ?? 'missing')}</code>
        {!condition.holds && (
          <>
            , expected <code className="font-mono break-all">{visibleText(condition.expected)}</code>
          </>
        )}
      </dd>
    </>
  )
}

const STATES = { 'too-old': 'too old', 'in-future': 'in the future', fresh: 'fresh', 'not-limited': null } as const

function TimestampFacts({ timestamp }: { readonly timestamp: ReportedTimestamp }) {
  const { at, ageSeconds, ageNowSeconds, maxAgeSeconds, maxFutureSeconds, state } = timestamp
  const isBad = state === 'too-old' || state === 'in-future'
  const limit = state === 'in-future' ? maxFutureSeconds : maxAgeSeconds
  return (
    <>
      {formatFullTime(at)}{' '}
      <span className="text-dim">
        (<code className="font-mono">{visibleText(timestamp.text.slice(0, 80))}</code>, {timestamp.from})
      </span>
      <span className={`block ${isBad ? 'text-bad' : ''}`}>
        {ageSeconds < 0 ? `${durationInWords(-ageSeconds)} ahead` : `${durationInWords(ageSeconds)} old`} when it came
        {limit === null ? ', and no age is refused' : `; ${durationInWords(limit)} are accepted`}
        {STATES[state] !== null && `: ${STATES[state]}`}
      </span>
      {timestamp.staleNow && (
        <span className="block text-warn">{durationInWords(ageNowSeconds)} old now: stale if it is sent again</span>
      )}
    </>
  )
}

function describe({ schemeName, algorithm, keyName, matches }: ReportedWorking): string {
  return `${matches ? '✓' : '✗'} ${schemeName === null ? algorithm : `${schemeName}, ${algorithm}`} with ${keyName}`
}
