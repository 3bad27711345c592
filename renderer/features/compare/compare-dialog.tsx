import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { ComparedSides } from './compared-sides.tsx'
import { loadSide } from './load-side.ts'
import { type SideRef, sideKey } from './side-ref.ts'

interface CompareDialogProps {
  readonly left: SideRef
  readonly right: SideRef
  onClose(): void
}

/** Any two of captures, deliveries, files and pasted texts, and what differs between them. */
export function CompareDialog({ left, right, onClose }: CompareDialogProps) {
  const [isSwapped, setSwapped] = useState(false)
  const [one, other] = useQueries({
    queries: (isSwapped ? [right, left] : [left, right]).map((ref) => ({
      queryKey: ['compare-side', sideKey(ref)],
      queryFn: () => loadSide(ref),
      // What is of the user's own stays with the page, and need not stay any longer than this.
      ...(ref.kind === 'own' ? { gcTime: 0 } : {}),
    })),
  })
  if (one?.data && other?.data) {
    return <ComparedSides left={one.data} right={other.data} swap={() => setSwapped(!isSwapped)} onClose={onClose} />
  }
  const error = one?.error ?? other?.error ?? null
  return (
    <Dialog open title="Compare" width="wide" onClose={onClose}>
      <div className="flex h-[68vh]">
        {error === null ? <Spinner /> : <ErrorState title="One of the two could not be read" error={error} />}
      </div>
    </Dialog>
  )
}
