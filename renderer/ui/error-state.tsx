import { TriangleAlert } from 'lucide-react'
import { Button } from './button.tsx'

interface ErrorStateProps {
  readonly title: string
  readonly error: unknown
  readonly retry?: (() => void) | undefined
}

/** Something could not be shown: names it, says why, and offers the next step. */
export function ErrorState({ title, error, retry }: ErrorStateProps) {
  return (
    <div role="alert" className="m-auto flex max-w-[440px] flex-col items-center gap-2 p-6 text-center">
      <TriangleAlert aria-hidden className="size-7 stroke-[1.5] text-bad" />
      <h2 className="text-title font-semibold">{title}</h2>
      <p className="break-words text-dim">{error instanceof Error ? error.message : String(error)}</p>
      {retry && <Button onClick={retry}>Try again</Button>}
    </div>
  )
}
