import { RotateCw } from 'lucide-react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import type { SignatureReport } from '../../../shared/signature/signature-report.ts'
import { openDialog } from '../../app/dialogs.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { AddSecretForm } from './add-secret-form.tsx'
import { CauseList } from './cause-list.tsx'
import { ProviderFacts } from './provider-facts.tsx'
import { SnippetView } from './snippet-view.tsx'
import { useProvider } from './use-providers.ts'
import { useSignatureReport } from './use-signature-report.ts'
import { VerdictHead } from './verdict-head.tsx'
import { WorkingsView } from './workings-view.tsx'

/** Whether a capture's signature is right, why not, and how that was found out. */
export function SignatureTab({ capture }: { readonly capture: CaptureDetail }) {
  const { data: report, error, isFetching, refetch } = useSignatureReport(capture)
  if (report === undefined && error !== null) {
    return <ErrorState title="The signature could not be checked" error={error} retry={() => void refetch()} />
  }
  if (report === undefined) return <Spinner label="Checking the signature" />
  // That no secret is set is said by the form for one.
  const causes = report.causes.filter(({ code }) => code !== 'secret-not-set')
  return (
    <section
      aria-label="Signature"
      data-scroller=""
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="@container flex min-h-0 flex-1 flex-col gap-4 overflow-y-auto px-4 py-3 -outline-offset-2"
    >
      <VerdictHead
        report={report}
        action={
          <>
            <Button
              look="quiet"
              onClick={() => openDialog({ kind: 'endpoint', slug: capture.endpoint, tab: 'signature' })}
            >
              Settings
            </Button>
            <Button icon={<RotateCw />} disabled={isFetching} onClick={() => void refetch()}>
              Check again
            </Button>
          </>
        }
      />
      {error !== null && (
        <p role="alert" className="text-small text-bad">
          {error.message} What is shown is from before.
        </p>
      )}
      <NextStep capture={capture} report={report} />
      {causes.length > 0 && <CauseList causes={causes} />}
      {report.workings.length > 0 && <WorkingsView report={report} />}
      {report.provider !== null && <SnippetView capture={capture} report={report} />}
      {report.provider !== null && <ProviderFacts provider={report.provider} />}
    </section>
  )
}

interface NextStepProps {
  readonly capture: CaptureDetail
  readonly report: SignatureReport
}

/** What can be done here and now about a signature that could not be checked. */
function NextStep({ capture, report }: NextStepProps) {
  const provider = useProvider(report.provider?.id ?? null)
  const settings = (tab: 'signature' | 'urls') => openDialog({ kind: 'endpoint', slug: capture.endpoint, tab })
  switch (report.reason) {
    case 'no-key':
      return (
        <div className="rounded-lg border border-line bg-raised p-3">
          <AddSecretForm
            endpoint={capture.endpoint}
            provider={provider}
            isShared={report.provider?.known !== 'set'}
            likelyFor={report.provider?.known === 'certain' ? report.provider.id : undefined}
          />
        </div>
      )
    case 'provider-unknown':
      return (
        <div>
          <Button onClick={() => settings('signature')}>Choose the provider of {capture.endpoint}…</Button>
        </div>
      )
    case 'public-url-unknown':
      return (
        <div>
          <Button onClick={() => settings('urls')}>Set the URL that the provider was given…</Button>
        </div>
      )
    default:
      return null
  }
}
