import { Download } from 'lucide-react'
import { useState } from 'react'
import { bodyKind, imageType, SNIFFED_BYTES } from '../../../shared/body/body-kind.ts'
import { contentTypeParam, parseContentType } from '../../../shared/http/content-type.ts'
import { headerValue } from '../../../shared/http/header-pairs.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { latin1FromBytes } from '../../../shared/http/latin1.ts'
import type { MultipartPart } from '../../../shared/http/multipart.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { CapturedText } from '../../ui/captured-text.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { decodeText } from './decode-text.ts'
import { ImageView } from './image-view.tsx'
import type { OpenBody } from './open-body.ts'
import { saveFile } from './save-file.ts'
import { useBodyAnswer } from './use-body-answer.ts'

const SHOWN_PARTS = 100
const SHOWN_BYTES = 64 * 1024

/** The parts of a multipart body, each with its own headers. */
export function MultipartView({ body }: { readonly body: OpenBody }) {
  const answer = useBodyAnswer(body, 'multipart', {})
  const [limit, setLimit] = useState(SHOWN_PARTS)
  if (answer.kind !== 'answered') return <Spinner />
  const { parts, problems } = answer.value
  return (
    <div className="flex min-h-0 flex-1 flex-col overflow-auto">
      {problems.map((problem) => (
        <Banner key={problem} tone="warn">
          {problem}
        </Banner>
      ))}
      <ol aria-label="Parts" className="flex flex-col gap-3 p-4">
        {parts.slice(0, limit).map((part, index) => (
          <Part key={part.start} body={body} part={part} index={index} />
        ))}
      </ol>
      {parts.length > limit && (
        <button type="button" className="p-4 text-accent" onClick={() => setLimit(limit + SHOWN_PARTS)}>
          Show more of the {parts.length} parts
        </button>
      )}
    </div>
  )
}

function Part({
  body,
  part,
  index,
}: {
  readonly body: OpenBody
  readonly part: MultipartPart
  readonly index: number
}) {
  const name = part.name ?? `part ${index + 1}`
  const save = async () => saveFile(await body.ask('bytes', part), part.fileName ?? `${name}.bin`)
  return (
    <li className="overflow-hidden rounded-lg border border-line">
      <header className="flex items-center gap-2 border-b border-line bg-raised py-0.5 pr-1 pl-3">
        <strong className="min-w-0 truncate font-mono text-small font-semibold">
          <CapturedText text={name} />
        </strong>
        {part.fileName !== null && (
          <Badge>
            <CapturedText text={part.fileName} />
          </Badge>
        )}
        <span className="ml-auto shrink-0 text-small text-dim">{formatBytes(part.end - part.start)}</span>
        <IconButton label={`Save ${visibleText(name)} as a file`} icon={<Download />} onClick={() => void save()} />
      </header>
      <dl className="border-b border-line px-3 py-1.5 font-mono text-small">
        {part.headers.map(([header, value], place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: headers may repeat, and never move.
          <div key={place} className="flex gap-2">
            <dt className="shrink-0 text-code-key">
              <CapturedText text={headerText(header)} />:
            </dt>
            <dd className="min-w-0 break-words text-dim">
              <CapturedText text={headerText(value)} />
            </dd>
          </div>
        ))}
        {part.headers.length === 0 && <p className="font-sans text-faint">No headers</p>}
      </dl>
      <PartContent body={body} part={part} />
    </li>
  )
}

function PartContent({ body, part }: { readonly body: OpenBody; readonly part: MultipartPart }) {
  const shownEnd = Math.min(part.end, part.start + SHOWN_BYTES)
  const answer = useBodyAnswer(body, 'bytes', { start: part.start, end: shownEnd })
  if (part.end === part.start) return <p className="px-3 py-2 text-small text-faint">Empty</p>
  if (answer.kind !== 'answered') return <Spinner />
  const bytes = answer.value
  const contentType = parseContentType(headerValue(part.headers, 'content-type'))
  const kind = bodyKind(contentType, bytes.subarray(0, SNIFFED_BYTES), bytes.length)
  if (kind === 'image') {
    const mediaType = imageType(bytes) ?? contentType.mediaType
    return (
      <div className="flex max-h-80">
        <ImageView body={body} start={part.start} end={part.end} mediaType={mediaType} />
      </div>
    )
  }
  const text =
    kind === 'binary'
      ? `${latin1FromBytes(bytes.subarray(0, 256)).replace(/[^\x20-\x7e]/g, '.')}…`
      : decodeText(bytes, contentTypeParam(contentType, 'charset')).text
  return (
    <>
      <pre className="max-h-80 overflow-auto px-3 py-2 font-mono text-small break-words whitespace-pre-wrap">
        {visibleText(text, { lines: true })}
      </pre>
      {shownEnd < part.end && kind !== 'binary' && (
        <p className="border-t border-line px-3 py-1.5 text-small text-dim">
          The first {formatBytes(SHOWN_BYTES)} are shown. Save the part to see all of it.
        </p>
      )}
    </>
  )
}
