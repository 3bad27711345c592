import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import type { Snippet, SnippetLanguage } from '../../../shared/signature/snippets/snippet.ts'
import { call } from '../../host.ts'
import { CodeBox } from '../../ui/code-box.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'

const LANGUAGES: ReadonlyArray<{ readonly value: SnippetLanguage; readonly label: string }> = [
  { value: 'node', label: 'Node' },
  { value: 'python', label: 'Python' },
  { value: 'ruby', label: 'Ruby' },
  { value: 'go', label: 'Go' },
  { value: 'php', label: 'PHP' },
]

const REMEMBERED = 'hookbench.snippet-language'

interface SnippetViewProps {
  readonly capture: CaptureDetail
  readonly report: SignatureReport
}

/** Code for the user's own handler that verifies what was verified here. */
export function SnippetView({ capture, report }: SnippetViewProps) {
  const [language, setLanguage] = useState<SnippetLanguage>(rememberedLanguage)
  const { data: snippet, error } = useQuery({
    // The working decides which of a provider's schemes it is written for.
    queryKey: ['snippet', capture.id, language, report.provider?.id, report.workings[0]?.schemeName],
    queryFn: (): Promise<Snippet> => call('signature.snippet', { captureId: capture.id, language }),
    placeholderData: (before) => before,
    staleTime: 0,
  })
  return (
    <section aria-label="Verify it in your code" className="flex flex-col gap-1.5">
      <div className="flex flex-wrap items-center gap-2 border-b border-line pb-1">
        <h3 className="min-w-0 flex-1 font-medium">Verify it in your code</h3>
        <SegmentedControl<SnippetLanguage>
          label="Language"
          value={language}
          options={LANGUAGES}
          onChange={(next) => {
            setLanguage(next)
            localStorage.setItem(REMEMBERED, next)
          }}
        />
      </div>
      {error !== null && <p className="text-small text-bad">{error.message}</p>}
      {snippet?.kind === 'unavailable' && <p className="text-dim">{snippet.why}</p>}
      {snippet?.kind === 'snippet' && (
        <div className="relative">
          <CodeBox className="max-h-96">{snippet.code}</CodeBox>
          <CopyButton what="Code" text={snippet.code} className="absolute! top-1.5 right-2 bg-bg" />
        </div>
      )}
    </section>
  )
}

function rememberedLanguage(): SnippetLanguage {
  const remembered = localStorage.getItem(REMEMBERED)
  return LANGUAGES.find(({ value }) => value === remembered)?.value ?? 'node'
}
