import { Check } from 'lucide-react'
import { IMPORT_TITLES } from '../../../shared/import/import-format.ts'
import type { ImportJob } from '../../../shared/import/import-job.ts'
import { formatBytes } from '../../ui/format-bytes.ts'
import { countOf, formatCount } from '../../ui/format-count.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import type { ImportControls } from './use-import.ts'

const SHOWN = 20

/** What a file holds, how its import goes, and what came of it. */
export function ImportProgress({ controls }: { readonly controls: ImportControls }) {
  const { job, isUploading } = controls
  if (job === null) return isUploading ? <ProgressBar label="Handing the file over" value={0} max={null} /> : null
  switch (job.state) {
    case 'checking':
      return <Running label="Reading the file" job={job} text={countOf(job.captures, 'capture')} />
    case 'writing':
      return (
        <Running
          label="Importing"
          job={job}
          text={`${formatCount(job.written)} of ${countOf(job.captures, 'capture')}. They are seen once all of them are there.`}
        />
      )
    case 'checked':
      return <Checked job={job} />
    case 'done':
      return <Done job={job} />
    case 'undoing':
      return <Running label="Taking it back" job={job} text={countOf(job.written, 'capture')} />
    case 'undone':
      return <output className="text-dim">{countOf(job.written, 'imported capture')} deleted again.</output>
    case 'cancelled':
      return <output className="text-dim">The import was cancelled. Nothing was imported.</output>
    case 'failed':
      return <Failed job={job} />
  }
}

function Running({ label, job, text }: { readonly label: string; readonly job: ImportJob; readonly text: string }) {
  return (
    <div className="flex flex-col gap-2">
      <ProgressBar label={label} value={job.share} max={1} />
      <output className="text-small text-dim">
        {label}: {text}
      </output>
    </div>
  )
}

function Checked({ job }: { readonly job: ImportJob }) {
  return (
    <div className="flex flex-col gap-3">
      <output>
        {job.fileName !== '' && job.fileName !== 'pasted' && (
          <strong className="font-medium">{visibleText(job.fileName)}: </strong>
        )}
        Recognised as {IMPORT_TITLES[job.format]}: {countOf(job.captures, 'capture')}
        {job.deliveries > 0 && `, ${countOf(job.deliveries, 'delivery', 'deliveries')}`}, {formatBytes(job.bodyBytes)}{' '}
        of bodies
      </output>
      <ul aria-label="Where they go" className="flex flex-col gap-0.5 text-small">
        {job.endpoints.slice(0, SHOWN).map(({ slug, captures, isNew }) => (
          <li key={slug}>
            {countOf(captures, 'capture')} to <span className="font-mono">{slug}</span>
            {isNew && <span className="text-dim">, which is made</span>}
          </li>
        ))}
      </ul>
      {job.already > 0 && (
        <p className="text-small text-dim">
          {countOf(job.already, 'capture is', 'captures are')} here already and stay as{' '}
          {job.already === 1 ? 'it is' : 'they are'}.
        </p>
      )}
      {job.renamed > 0 && (
        <p className="text-small text-dim">
          {job.renamed === 1
            ? '1 capture gets a new id, since its own is taken.'
            : `${countOf(job.renamed, 'capture')} get new ids, since theirs are taken.`}
        </p>
      )}
      {job.losses.map((loss) => (
        <p key={loss} className="text-small text-warn">
          {loss}
        </p>
      ))}
      <Said title="Read with remarks" lines={job.remarks} />
    </div>
  )
}

function Done({ job }: { readonly job: ImportJob }) {
  return (
    <div className="flex flex-col gap-3">
      <output className="flex items-start gap-2">
        <Check aria-hidden className="mt-0.5 size-4 shrink-0 text-ok" />
        <span>
          {countOf(job.written, 'capture')} imported
          {job.already > 0 && `, ${countOf(job.already, 'was', 'were')} here already`}.
          {job.written > job.ids.length && ' They stand at the top of the list, since they came in last.'}
        </span>
      </output>
      <Said title="Read with remarks" lines={job.remarks} />
    </div>
  )
}

function Failed({ job }: { readonly job: ImportJob }) {
  return (
    <div className="flex flex-col gap-3">
      <p role="alert" className="text-bad">
        {visibleText(job.problem ?? 'It failed. Nothing was imported.')}
      </p>
      {job.problemCount > 1 && (
        <Said title={countOf(job.problemCount, 'bad entry', 'bad entries')} lines={job.problems} />
      )}
    </div>
  )
}

function Said({ title, lines }: { readonly title: string; readonly lines: ImportJob['problems'] }) {
  if (lines.length === 0) return null
  return (
    <section aria-label={title} className="flex flex-col gap-1 text-small">
      <h3 className="font-medium text-dim">{title}</h3>
      <ul className="flex max-h-40 flex-col gap-0.5 overflow-y-auto">
        {lines.slice(0, SHOWN).map(({ where, message }) => (
          <li key={`${where} ${message}`}>
            <span className="font-medium">{visibleText(where)}:</span> {visibleText(message)}
          </li>
        ))}
      </ul>
    </section>
  )
}
