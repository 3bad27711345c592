import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { useProviderNames } from './use-providers.ts'
import { useSignatureReport } from './use-signature-report.ts'
import { reasonInWords, VERDICT_SIGNS, VERDICT_WORDS } from './verdict-words.ts'

const TONES: Record<keyof typeof VERDICT_WORDS, Tone> = { valid: 'ok', invalid: 'bad', 'not-checkable': 'neutral' }

interface SignatureLineProps {
  readonly capture: CaptureDetail
  onOpen(): void
}

/** What is known of a capture's signature in one line, which is there from the start. */
export function SignatureLine({ capture, onOpen }: SignatureLineProps) {
  const { provider } = capture
  const names = useProviderNames()
  // Only a verdict that needs explaining is worth the question.
  const report = useSignatureReport(capture, { enabled: capture.verdict !== 'valid' }).data
  // Of a request that no known provider sent, no event tells that it was looked at.
  const verdict = capture.verdict ?? report?.verdict ?? null
  const name = provider === null ? null : (names.get(provider) ?? provider)
  if (verdict === null) {
    return <p className="flex h-[22px] items-center text-small text-dim">Signature not checked yet</p>
  }
  const why =
    report?.verdict === verdict
      ? (report.causes[0]?.sentence ?? report.explanation)
      : sentence(capture.verdictReason, name ?? undefined)
  const text = [name, verdict === 'valid' ? null : why].filter((part) => part !== null).join(' · ')
  return (
    <button
      type="button"
      onClick={onOpen}
      title={visibleText(text)}
      className="group flex h-[22px] min-w-0 items-center gap-2 rounded-md text-left text-small text-dim hover:text-text"
    >
      <Badge tone={TONES[verdict]}>
        <span aria-hidden>{VERDICT_SIGNS[verdict]}</span>
        {VERDICT_WORDS[verdict]}
      </Badge>
      <span className="min-w-0 truncate group-hover:underline">{visibleText(text)}</span>
      {capture.handshake !== null && <Badge tone="accent">handshake</Badge>}
    </button>
  )
}

function sentence(reason: string | null, providerName: string | undefined): string | null {
  const words = reasonInWords(reason, providerName)
  return words === null ? null : `${words[0]?.toUpperCase()}${words.slice(1)}.`
}
