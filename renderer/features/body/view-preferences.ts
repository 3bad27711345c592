import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** The ways in which a body can be looked at. */
export type BodyViewName = 'pretty' | 'tree' | 'raw' | 'hex' | 'fields' | 'parts' | 'image'

interface ViewPreferences {
  /** What was chosen last; a body that has no such view begins with its first. */
  readonly view: BodyViewName | null
  readonly wrap: boolean
}

export const useViewPreferences = create<ViewPreferences>()(
  persist((): ViewPreferences => ({ view: null, wrap: true }), {
    name: 'hookbench.body-view',
    // A view is chosen for what is at hand; only how lines break is a habit.
    partialize: ({ wrap }) => ({ wrap }),
  }),
)
