import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { ReplayDraft } from './replay-draft.ts'

/** A delivery that has not ended yet. */
export interface RunningDelivery {
  readonly id: string
  readonly captureId: string
  readonly url: string
  readonly startedAt: number
}

interface ReplayState {
  /** What stands in the target field; null until something was sent from this screen: then it is the newest known. */
  readonly target: string | null
  readonly keepHost: boolean
  /** Host and X-Forwarded-* as the provider called the public URL. */
  readonly asProvider: boolean
  /** Without the headers that the tunnel added. */
  readonly leaveOutAdded: boolean
  readonly running: readonly RunningDelivery[]
  /** Capture whose request is being edited. */
  readonly editing: string | null
  /** Edits that were begun, by capture; they outlive looking at something else. */
  readonly drafts: Readonly<Record<string, ReplayDraft>>
  /** The delivery that the Deliveries tab was asked to show. */
  readonly openDelivery: string | null
}

export const useReplay = create<ReplayState>()(
  persist(
    (): ReplayState => ({
      target: null,
      keepHost: false,
      asProvider: false,
      leaveOutAdded: false,
      running: [],
      editing: null,
      drafts: {},
      openDelivery: null,
    }),
    {
      name: 'hookbench.replay',
      partialize: ({ target, keepHost, asProvider, leaveOutAdded }) => ({
        target,
        keepHost,
        asProvider,
        leaveOutAdded,
      }),
    },
  ),
)

/** Makes a target the one that is sent to next time, whatever the command line or a repeated delivery sends to. */
export function keepTarget(url: string): void {
  useReplay.setState({ target: url })
}

export function setDraft(captureId: string, draft: ReplayDraft): void {
  useReplay.setState(({ drafts }) => ({ drafts: { ...drafts, [captureId]: draft } }))
}

export function dropDraft(captureId: string): void {
  useReplay.setState(({ drafts }) => {
    const { [captureId]: _, ...rest } = drafts
    return { drafts: rest }
  })
}
