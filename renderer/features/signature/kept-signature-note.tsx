import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import type { ReplayEdit } from '../../../shared/delivery/replay-request.ts'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import { call } from '../../host.ts'
import { LinkButton } from '../../ui/link-button.tsx'
import { useSigningChoice } from './signing-choice.ts'
import { useSignatureReport } from './use-signature-report.ts'

/** While someone types, the engine is not asked for every letter. */
const PAUSE_MS = 250
/** A longer edit is not sent along only to learn that its signature no longer fits. */
const MOST_TEXT = 256 * 1024

interface KeptSignatureNoteProps {
  readonly capture: CaptureDetail
  /** Undefined: nothing differs. */
  readonly edit: ReplayEdit | undefined
  /** The body comes from a file, which the edit does not have. */
  readonly otherBody: boolean
}

/** Says at once when a kept signature will not fit what is sent, and offers to sign it anew. */
export function KeptSignatureNote({ capture, edit, otherBody }: KeptSignatureNoteProps) {
  const kind = useSigningChoice((choice) => choice.kind)
  const isKept = kind === 'keep' && capture.provider !== null
  const captured = useSignatureReport(capture, { enabled: isKept }).data
  const edited = useEditedReport(capture.id, isKept && !otherBody ? edit : undefined)
  if (!isKept || captured === undefined) return null
  const problem = problemOf(captured, edit === undefined && !otherBody ? undefined : edited, otherBody)
  return (
    <p role="status" className="flex min-h-[1lh] items-start gap-1.5 text-small text-warn">
      {problem !== null && (
        <>
          <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
          <span>
            {problem}{' '}
            <LinkButton onClick={() => useSigningChoice.setState({ kind: 'resign' })}>Re-sign instead</LinkButton>
          </span>
        </>
      )}
    </p>
  )
}

type Edited = SignatureReport | 'too-long' | 'asking'

function problemOf(captured: SignatureReport, edited: Edited | undefined, otherBody: boolean): string | null {
  if (captured.reason === 'no-signature' || captured.reason === 'signature-missing') return null
  const isStale = captured.workings.some(({ timestamp }) => timestamp?.staleNow === true)
  if (otherBody || edited === 'too-long')
    return 'The body is another one, so the kept signature most likely no longer fits.'
  if (edited === undefined || edited === 'asking') {
    return captured.verdict === 'valid' && isStale
      ? 'The kept signature is too old by now: a handler would refuse it.'
      : null
  }
  if (edited.verdict === 'invalid' && captured.verdict === 'valid') {
    const why = edited.reason === 'signature-mismatch' ? null : edited.explanation
    return `This edit makes the kept signature wrong${why === null ? '.' : `: ${lowerFirst(why)}`}`
  }
  if (edited.verdict === 'not-checkable' && captured.verdict === 'not-checkable') {
    return 'Whether the kept signature still fits cannot be checked here; after an edit it most likely does not.'
  }
  return isStale && edited.verdict === 'valid'
    ? 'The kept signature is too old by now: a handler would refuse it.'
    : null
}

/** How the edited request would be judged had it come so. */
function useEditedReport(captureId: string, edit: ReplayEdit | undefined): Edited | undefined {
  const text = edit === undefined ? '' : JSON.stringify(edit)
  const settled = useSettled(text)
  const isLong = text.length > MOST_TEXT
  const { data } = useQuery({
    queryKey: ['edited-signature', captureId, settled.length > MOST_TEXT ? '' : settled],
    queryFn: () => call('signature.check', { captureId, edit: JSON.parse(settled) as ReplayEdit }),
    enabled: settled !== '' && settled.length <= MOST_TEXT,
    gcTime: 10_000,
    staleTime: 0,
  })
  if (edit === undefined) return undefined
  if (isLong) return 'too-long'
  return settled === text ? (data ?? 'asking') : 'asking'
}

/** A text as it was when it last stood still for a moment. */
function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
