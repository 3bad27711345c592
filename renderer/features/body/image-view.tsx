import { ImageOff } from 'lucide-react'
import { useEffect, useState } from 'react'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Picture } from '../../ui/picture.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { OpenBody } from './open-body.ts'
import { useBodyAnswer } from './use-body-answer.ts'

interface ImageViewProps {
  readonly body: OpenBody
  readonly start: number
  readonly end: number
  readonly mediaType: string
}

/** Bytes of a body as a picture. An `<img>` runs no scripts, whatever the bytes are. */
export function ImageView({ body, start, end, mediaType }: ImageViewProps) {
  const answer = useBodyAnswer(body, 'bytes', { start, end })
  const [url, setUrl] = useState<string | null>(null)
  const [shown, setShown] = useState<'loading' | 'broken' | { width: number; height: number }>('loading')
  const bytes = answer.kind === 'answered' ? answer.value : null

  useEffect(() => {
    if (bytes === null) return
    const made = URL.createObjectURL(new Blob([bytes], { type: mediaType }))
    setUrl(made)
    setShown('loading')
    return () => URL.revokeObjectURL(made)
  }, [bytes, mediaType])

  if (shown === 'broken') {
    return (
      <EmptyState icon={<ImageOff />} title="This picture cannot be shown">
        The bytes are not a picture of type {mediaType}, or they are damaged. The hex view shows them as they are.
      </EmptyState>
    )
  }
  if (url === null) return <Spinner />
  return (
    <figure className="flex min-h-0 flex-1 flex-col items-center justify-center gap-2 overflow-auto p-4">
      <Picture
        src={url}
        alt="Body"
        className="max-h-full min-h-0"
        onLoad={({ currentTarget }) =>
          setShown({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight })
        }
        onError={() => setShown('broken')}
      />
      <figcaption className="text-small text-dim">
        {mediaType}
        {typeof shown === 'object' && ` · ${shown.width} × ${shown.height}`}
      </figcaption>
    </figure>
  )
}
