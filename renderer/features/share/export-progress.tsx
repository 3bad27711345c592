import { Check } from 'lucide-react'
import { exportFormatFacts } from '../../../shared/export/export-format.ts'
import { leftOutSentence } from '../../../shared/export/left-out.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { countOf } from '../../ui/format-count.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { RedactionSummary } from './redaction-summary.tsx'
import type { ExportControls } from './use-export.ts'

/** How an export goes, and what came of it. */
export function ExportProgress({ controls }: { readonly controls: ExportControls }) {
  const { job, isRunning, isSaved, error } = controls
  const message = job?.problem ?? (error instanceof Error ? error.message : error === null ? null : String(error))
  if (message !== null) {
    return (
      <p role="alert" className="text-bad">
        Nothing was saved. {message}
      </p>
    )
  }
  if (job === null) return <ProgressBar label="Exporting" value={0} max={null} />
  const many = [
    countOf(job.captures, 'capture'),
    ...(job.deliveries > 0 ? [countOf(job.deliveries, 'delivery', 'deliveries')] : []),
    formatBytes(job.bytes),
  ].join(', ')
  if (isRunning) {
    return (
      <div className="flex flex-col gap-2">
        <ProgressBar label="Exporting" value={job.share} max={1} />
        <output className="text-small text-dim">{many}</output>
      </div>
    )
  }
  const missing = leftOutSentence(job.leftOut)
  if (!isSaved) return <output className="text-dim">The export was cancelled. Nothing was saved.</output>
  return (
    <div className="flex flex-col gap-3">
      <output className="flex items-start gap-2">
        <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
        <span>
          Saved as <strong className="font-medium break-all">{job.fileName}</strong>, where your downloads go: {many},
          as {exportFormatFacts(job.format).title}.
        </span>
      </output>
      {job.captures === 0 && <p className="text-warn">No capture was in it: there was none of what you chose.</p>}
      {missing !== null && (
        <p role="alert" className="text-bad">
          {missing}
        </p>
      )}
      {job.redaction !== null && (
        <section aria-label="Redacted" className="flex flex-col gap-2">
          <SmallTitle>
            {exportFormatFacts(job.format).has === 'everything' ? 'Taken out' : 'Found in these captures'}
          </SmallTitle>
          <RedactionSummary report={job.redaction} />
        </section>
      )}
    </div>
  )
}
