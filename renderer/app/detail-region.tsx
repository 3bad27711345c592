import { ArrowLeft, MousePointerClick } from 'lucide-react'
import { closeDetail, collapseSelection, useSelection } from '../features/captures/selection-store.ts'
import { useCaptureCount } from '../features/captures/use-capture-count.ts'
import { CaptureDetailPane, HiddenDetailKeys } from '../features/detail/capture-detail.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { PaneOverlay } from '../ui/pane-overlay.tsx'
import { useCommands } from './commands.ts'

/** The capture that is selected; `over`: it lies over the list, with a way back. */
export function DetailRegion({ over = false }: { readonly over?: boolean }) {
  const selectedId = useSelection((state) => state.selectedId)
  const open = useSelection((state) => state.detailOpen)
  const several = useSelection((state) => state.selection.size > 1)
  const shown = selectedId !== null && (!over || open)

  useCommands([
    {
      id: 'detail.back',
      title: several && !over ? 'Select only the one shown' : 'Back to the list',
      group: 'List',
      keys: ['Escape'],
      keysOnly: true,
      enabled: shown,
      run: () => (several && !over ? collapseSelection() : backToList()),
    },
  ])

  if (!shown && over) return selectedId === null ? null : <HiddenDetailKeys captureId={selectedId} />
  return (
    <PaneOverlay over={over}>
      {over && (
        <div className="flex shrink-0 border-b border-line p-1">
          <Button look="quiet" icon={<ArrowLeft />} shortcut="Esc" onClick={backToList}>
            Back to the list
          </Button>
        </div>
      )}
      <section
        id="capture-detail"
        tabIndex={-1}
        aria-label="Detail of the capture"
        className="flex min-h-0 flex-1 flex-col outline-none"
      >
        {selectedId ? (
          <ErrorBoundary resetOn={selectedId} title="The capture could not be shown">
            <CaptureDetailPane captureId={selectedId} />
          </ErrorBoundary>
        ) : (
          <NothingSelected />
        )}
      </section>
    </PaneOverlay>
  )
}

function NothingSelected() {
  const { data: count } = useCaptureCount()
  if (count?.total === 0) {
    return (
      <EmptyState icon={<MousePointerClick />} title="Nothing to show yet">
        <p>What you receive opens here: body, headers, and everything else that came.</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState icon={<MousePointerClick />} title="No capture selected">
      <p>
        Choose one in the list, or press <Kbd>j</Kbd> for the newest. <Kbd>?</Kbd> shows all keys.
      </p>
    </EmptyState>
  )
}

/** Uncovers the list, and puts the focus back into it. */
function backToList(): void {
  closeDetail()
  requestAnimationFrame(() => document.querySelector<HTMLElement>('[role="listbox"][aria-label="Captures"]')?.focus())
}
