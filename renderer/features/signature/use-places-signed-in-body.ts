import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { useSigningChoice } from './signing-choice.ts'
import { useSignatureReport } from './use-signature-report.ts'

export interface PlaceInBody {
  readonly what: 'time' | 'signature'
  /** `JSON field /webhookTimestamp`. */
  readonly place: string
}

const NONE: readonly PlaceInBody[] = []

/** What signing will write into the body of a capture that is sent; empty where the choice, or the scheme, leaves it alone. */
export function usePlacesSignedInBody(capture: CaptureDetail): readonly PlaceInBody[] {
  const kind = useSigningChoice((choice) => choice.kind)
  const signsAnew = (kind === 'resign' || kind === 'break') && capture.provider !== null
  const { data: report } = useSignatureReport(capture, { enabled: signsAnew })
  const [working] = report?.workings ?? []
  if (!signsAnew || working === undefined) return NONE
  const { timestamp, signatureFrom } = working
  return [
    { what: 'time' as const, place: timestamp?.from ?? '' },
    { what: 'signature' as const, place: signatureFrom },
  ].filter(({ place }) => /^(JSON|form) field /.test(place))
}
