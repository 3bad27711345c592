import { assertNever } from '../../../shared/assert-never.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { TextMode, TextView } from './body-protocol.ts'
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
import { useViewPreferences } from './view-preferences.ts'

/** An open body in the view that is chosen. */
export function BodyContent({ body }: { readonly body: OpenBody }) {
  const view = useBodyView(body)
  switch (view) {
    case null:
      return <EmptyState title="No body">Its encoding held nothing.</EmptyState>
    case 'fields':
      return <FormView body={body} />
    case 'parts':
      return <MultipartView body={body} />
    case 'image':
      return <ImageView body={body} start={0} end={body.info.size} mediaType={body.info.imageType ?? 'image/png'} />
    case 'tree':
      return <JsonTreeView body={body} />
    case 'pretty':
    case 'raw':
    case 'hex':
      return <TextContent key={view} body={body} mode={view} />
    default:
      return assertNever(view)
  }
}

function TextContent({ body, mode }: { readonly body: OpenBody; readonly mode: TextMode }) {
  const answer = useBodyAnswer(body, 'view', { mode })
  if (answer.kind === 'waiting') return <Spinner label={mode === 'pretty' ? 'Indenting' : 'Reading'} />
  if (answer.kind === 'failed') return <ErrorState title="This view could not be made" error={answer.error} />
  if ('problem' in answer.value) {
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
          {answer.value.problem} Shown as it came.
        </Banner>
        <TextContent body={body} mode="raw" />
      </>
    )
  }
  return <ReadableText body={body} mode={mode} view={answer.value} />
}

function ReadableText({
  body,
  mode,
  view,
}: {
  readonly body: OpenBody
  readonly mode: TextMode
  readonly view: TextView
}) {
  if (!view.suitsEditor) return <RowsView body={body} mode={mode} view={view} label={`Body, ${mode}`} />
  return <EditorText body={body} mode={mode} />
}

function EditorText({ body, mode }: { readonly body: OpenBody; readonly mode: TextMode }) {
  const wrap = useViewPreferences((state) => state.wrap)
  const answer = useBodyAnswer(body, 'text', { mode })
  if (answer.kind !== 'answered') return <Spinner label="Reading" />
  return <CodeView text={answer.value} language={languageOf(body.info.kind)} label={`Body, ${mode}`} wrap={wrap} />
}
