import { useMemo } from 'react'
import { assertNever } from '../../../shared/assert-never.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { KnownMoment } from '../readings/relative-time.ts'
import type { ReadableText, TextMode } from './body-protocol.ts'
import { languageOf } from './body-views.ts'
import { CodeView } from './code-view.tsx'
import { FormView } from './form-view.tsx'
import { ImageView } from './image-view.tsx'
import { JsonTreeView } from './json-tree-view.tsx'
import { MultipartView } from './multipart-view.tsx'
import type { OpenBody } from './open-body.ts'
import { RowsView } from './rows-view.tsx'
import { useBodyAnswer } from './use-body-answer.ts'
import { useBodyView } from './use-body-view.ts'
import { useSteady } from './use-steady.ts'
import { useViewPreferences } from './view-preferences.ts'

/** An open body in the view that is chosen. */
export function BodyContent({ body, beside }: { readonly body: OpenBody; readonly beside: KnownMoment }) {
  const view = useBodyView(body)
  switch (view) {
    case null:
      return body.incomplete === null ? (
        <EmptyState title="No body">Its encoding held nothing.</EmptyState>
      ) : (
        <EmptyState title="Nothing could be decoded">
          Its encoding is damaged or cut right at its beginning. Choose the bytes as received above to see what came.
        </EmptyState>
      )
    case 'fields':
      return <FormView body={body} />
    case 'parts':
      return <MultipartView body={body} />
    case 'image':
      return <ImageView body={body} start={0} end={body.info.size} mediaType={body.info.imageType ?? 'image/png'} />
    case 'tree':
      return <JsonTreeView body={body} beside={beside} />
    case 'pretty':
    case 'raw':
    case 'hex':
      return <TextContent body={body} mode={view} />
    default:
      return assertNever(view)
  }
}

interface TextContentProps {
  readonly body: OpenBody
  readonly mode: TextMode
}

function TextContent({ body, mode }: TextContentProps) {
  const answer = useBodyAnswer(body, 'readable', { mode })
  // With the body and mode that it belongs to, since it may stay in view a moment longer than they.
  const current = useMemo(() => (answer.kind === 'waiting' ? null : { answer, body, mode }), [answer, body, mode])
  const shown = useSteady(current)
  if (shown === null) return <Spinner label={mode === 'pretty' ? 'Indenting' : 'Reading'} />
  if (shown.answer.kind === 'failed')
    return <ErrorState title="This view could not be made" error={shown.answer.error} />
  if ('problem' in shown.answer.value) return <RawInstead body={shown.body} problem={shown.answer.value.problem} />
  return <Readable body={shown.body} mode={shown.mode} readable={shown.answer.value} />
}

function RawInstead({ body, problem }: { readonly body: OpenBody; readonly problem: string }) {
  return (
    <>
      <Banner
        tone="warn"
        action={
          <Button look="quiet" onClick={() => useViewPreferences.setState({ view: 'raw' })}>
            Show raw
          </Button>
        }
      >
        {problem} Shown as it came.
      </Banner>
      <TextContent body={body} mode="raw" />
    </>
  )
}

function Readable({ body, mode, readable }: TextContentProps & { readonly readable: ReadableText }) {
  const wrap = useViewPreferences((state) => state.wrap)
  const label = `Body, ${mode}`
  if (readable.text === null) {
    return <RowsView key={`${body.id} ${mode}`} body={body} mode={mode} view={readable.view} label={label} />
  }
  return <CodeView text={readable.text} language={languageOf(body.info.kind)} label={label} wrap={wrap} />
}
