import type { CaptureSummary } from '../../../shared/capture/capture.ts'
import { type Command, useCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { call } from '../../host.ts'
import { showError } from '../../ui/toast.tsx'
import { useSelectedCaptures } from '../captures/use-selected-captures.ts'
import { compareInOrder, compareWithMarked, toggleMark, useMark, useShownSide } from './compare-store.ts'
import { otherAttempt, previousOfType } from './previous-capture.ts'
import { isSameSide, sideKind } from './side-ref.ts'

/** Marking the capture that is shown, or the delivery of it that is in view, and comparing it. */
export function useCompareCommands(captureId: string): void {
  const selected = useSelectedCaptures().captures
  const shown = useShownSide((state) => state.side) ?? ({ kind: 'capture', id: captureId } as const)
  const isMarked = useMark(({ marked }) => marked !== null && isSameSide(marked, shown))
  const ofDelivery = shown.kind === 'capture' ? '' : ` (${sideKind(shown).toLowerCase()})`
  const commands: Command[] = [
    {
      id: 'capture.mark',
      title: `${isMarked ? 'Take the mark away' : 'Mark to compare'}${ofDelivery}`,
      group: 'Compare',
      keys: ['m'],
      run: () => toggleMark(shown),
    },
    {
      id: 'capture.compare',
      title:
        selected.length === 2 && shown.kind === 'capture'
          ? 'Compare the two selected'
          : `Compare with the marked one${ofDelivery}`,
      group: 'Compare',
      keys: ['d'],
      run: () => compareWithMarked(shown, selected),
    },
    {
      id: 'capture.compare-with',
      title: `Compare with…${ofDelivery}`,
      group: 'Compare',
      keys: ['Shift+d'],
      run: () => openDialog({ kind: 'compare-with', side: shown }),
    },
    {
      id: 'capture.compare-previous',
      title: 'Compare with the previous of its event type',
      group: 'Compare',
      keys: ['b'],
      run: () => void compareWithPrevious(captureId),
    },
    {
      id: 'capture.compare-attempt',
      title: 'Compare with another attempt of the same event',
      group: 'Compare',
      keys: ['Shift+b'],
      run: () => void compareFound(captureId, otherAttempt),
    },
  ]
  useCommands(commands)
}

/** The one before on the left. */
export function compareWithPrevious(captureId: string): Promise<void> {
  return compareFound(captureId, previousOfType)
}

async function compareFound(captureId: string, find: (id: string) => Promise<CaptureSummary>): Promise<void> {
  try {
    const [other, shown] = await Promise.all([find(captureId), call('captures.get', { id: captureId })])
    compareInOrder(other, shown)
  } catch (error) {
    showError(error)
  }
}
