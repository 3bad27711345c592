import { type Command, useCommands } from '../../app/commands.ts'
import { useSelection } from '../captures/selection-store.ts'
import { compareWithMarked, toggleMark, useMark } from './compare-store.ts'

/** Marking the capture that is shown, and comparing it. */
export function useCompareCommands(captureId: string): void {
  const isMarked = useMark((state) => state.markedId === captureId)
  const selection = useSelection((state) => state.selection)
  const commands: Command[] = [
    {
      id: 'capture.mark',
      title: isMarked ? 'Take the mark away' : 'Mark to compare',
      group: 'Compare',
      keys: ['m'],
      run: () => toggleMark(captureId),
    },
    {
      id: 'capture.compare',
      title: selection.size === 2 ? 'Compare the two selected' : 'Compare with the marked one',
      group: 'Compare',
      keys: ['d'],
      run: () => compareWithMarked(captureId, selection),
    },
  ]
  useCommands(commands)
}
