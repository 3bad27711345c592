import { create } from 'zustand'

export type DetailTab = 'body' | 'headers' | 'query' | 'signature' | 'deliveries' | 'raw' | 'notes'

/** The tab in view, which stays the same from capture to capture. */
export const useDetailTab = create<{ readonly tab: DetailTab }>(() => ({ tab: 'body' }))

export function showTab(tab: DetailTab): void {
  useDetailTab.setState({ tab })
}
