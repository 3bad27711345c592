import { Info } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { useSigningChoice } from './signing-choice.ts'
import { useSignatureReport } from './use-signature-report.ts'

/** Says that signing anew will change the body, where the time that a handler judges stands in it. */
export function BodyTimeNote({ capture }: { readonly capture: CaptureDetail }) {
  const kind = useSigningChoice((choice) => choice.kind)
  const signsAnew = (kind === 'resign' || kind === 'break') && capture.provider !== null
  const { data: report } = useSignatureReport(capture, { enabled: signsAnew })
  const place = report?.workings
    .map(({ timestamp }) => timestamp?.from)
    .find((from) => /^(JSON|form) field /.test(from ?? ''))
  if (!signsAnew || place === undefined) return null
  return (
    <p role="note" className="flex items-start gap-1.5 text-small text-dim">
      <Info aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <span>
        The time is signed in the body ({place}): it is written anew when this is sent, so the body will differ from the
        captured one there.
      </span>
    </p>
  )
}
