import { create } from 'zustand'

/** Whether the user asked the list to stand still. */
export const useLive = create<{ readonly paused: boolean }>(() => ({ paused: false }))

export function setPaused(paused: boolean): void {
  useLive.setState({ paused })
}
