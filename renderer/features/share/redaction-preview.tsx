import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ExportRequest } from '../../../shared/export/export-job.ts'
import { contentEncoding } from '../../../shared/http/content-encoding.ts'
import { bytesFromLatin1 } from '../../../shared/http/latin1.ts'
import { useSettings } from '../../app/engine-queries.ts'
import { call, fetchContent } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBox } from '../../ui/code-box.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { RedactedText } from './redacted-text.tsx'
import { RedactionSummary } from './redaction-summary.tsx'
import { requestText } from './request-text.ts'

/** More than fits is of no use to see. */
const SHOWN_BYTES = 4096
const EXAMPLES = 20

/** One of the captures as it came, and as it will be in the file. */
export function RedactionPreview({ scope }: { readonly scope: ExportRequest['scope'] }) {
  const [step, setStep] = useState(0)
  const examples = useQuery({ queryKey: ['share-examples', scope], queryFn: () => exampleIds(scope), staleTime: 0 })
  const rules = useSettings().data?.redaction
  const ids = examples.data ?? []
  const id = ids[step % Math.max(1, ids.length)]
  const before = useQuery({
    queryKey: ['share-before', id],
    queryFn: () => textAsItCame(id ?? ''),
    enabled: id !== undefined,
    gcTime: 0,
  })
  const after = useQuery({
    queryKey: ['share-after', id, rules],
    queryFn: () => textAsShared(id ?? ''),
    enabled: id !== undefined,
    gcTime: 0,
  })
  const problem = examples.error ?? before.error ?? after.error

  if (problem) {
    return (
      <p role="alert" className="text-small text-bad">
        The preview cannot be shown: {problem.message}
      </p>
    )
  }
  if (examples.data?.length === 0) return <p className="text-small text-dim">There is no capture to show.</p>
  if (!before.data || !after.data) return <Spinner label="Redacting an example" />
  return (
    <section aria-label="Example" className="flex flex-col gap-2">
      <div className="flex items-end gap-3">
        <div className="min-w-0 flex-1">
          <RedactionSummary report={after.data.report} />
        </div>
        {ids.length > 1 && (
          <Button look="quiet" onClick={() => setStep(step + 1)}>
            Another example
          </Button>
        )}
      </div>
      <div className="grid grid-cols-2 gap-2 max-[640px]:grid-cols-1">
        <Side title="As it came" text={before.data} />
        <Side title="As it will be shared" text={after.data.text} isRedacted />
      </div>
    </section>
  )
}

function Side({
  title,
  text,
  isRedacted = false,
}: {
  readonly title: string
  readonly text: string
  readonly isRedacted?: boolean
}) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-1">
      <SmallTitle as="p" aria-hidden>
        {title}
      </SmallTitle>
      <CodeBox wrap className="h-44">
        {isRedacted ? <RedactedText text={text} /> : text}
      </CodeBox>
    </section>
  )
}

/** The newest of what is to be exported. */
async function exampleIds(scope: ExportRequest['scope']): Promise<string[]> {
  if (scope.kind === 'ids') return scope.ids.slice(0, EXAMPLES)
  const ids: string[] = []
  // A filter that matches rarely is answered in slices.
  for (let before: number | null | undefined, page = 0; ids.length === 0 && before !== null && page < 20; page++) {
    const { captures, next } = await call('captures.list', {
      ...scope.filter,
      limit: EXAMPLES,
      ...(before === undefined ? {} : { before }),
    })
    ids.push(...captures.map((capture) => capture.id))
    before = next
  }
  return ids
}

async function textAsItCame(id: string): Promise<string> {
  const capture = await call('captures.get', { id })
  const view = contentEncoding(capture.headers) === null ? 'body' : 'decoded-body'
  const range = { start: 0, end: SHOWN_BYTES }
  const body =
    capture.bodySize === 0
      ? new Uint8Array()
      : new Uint8Array(await (await fetchContent(`/captures/${id}/${view}`, { range })).arrayBuffer())
  return requestText({ ...capture, body, isCut: body.length === SHOWN_BYTES })
}

async function textAsShared(id: string) {
  const { body, bodySize, report, ...request } = await call('redaction.capture', { id, maxBody: SHOWN_BYTES })
  const bytes = bytesFromLatin1(atob(body))
  return { report, text: requestText({ ...request, body: bytes, isCut: bodySize > bytes.length }) }
}
