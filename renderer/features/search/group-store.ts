import { create } from 'zustand'
import { type GroupedBy, groupedBy } from '../../../shared/search/group.ts'

const KEY = 'hookbench.group-by'

interface GroupState {
  readonly open: boolean
  readonly by: GroupedBy
}

/** Whether groups are shown beside the list, and by what; the latter is remembered. */
export const useGrouping = create<GroupState>(() => ({
  open: false,
  by: groupedBy.catch('event').parse(localStorage.getItem(KEY)),
}))

export function toggleGroups(): void {
  useGrouping.setState(({ open }) => ({ open: !open }))
}

export function groupBy(by: GroupedBy): void {
  localStorage.setItem(KEY, by)
  useGrouping.setState({ by, open: true })
}
