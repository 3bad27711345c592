import { create } from 'zustand'
import type { CaptureDetail, CaptureSummary } from '../../shared/capture/capture.ts'
import type { SavedFilter } from '../../shared/search/saved-filter.ts'
import type { SideRef } from '../features/compare/side-ref.ts'
import type { EventOfTypes } from '../features/types/event-of-types.ts'

export type TunnelTab = 'now' | 'settings' | 'check'
export type SettingsTab = 'general' | 'retention' | 'sharing' | 'storage' | 'data' | 'log'
export type EndpointTab = 'urls' | 'answer' | 'access' | 'signature'

/** The window that lies over the screen; one at a time. */
type OpenDialog =
  | { readonly kind: 'settings'; readonly tab?: SettingsTab }
  /** Left out: the tab that is most of use now. */
  | { readonly kind: 'tunnel'; readonly tab?: TunnelTab }
  | { readonly kind: 'keys' }
  | { readonly kind: 'palette' }
  | { readonly kind: 'copy-as'; readonly capture: CaptureDetail }
  | { readonly kind: 'new-endpoint' }
  | { readonly kind: 'endpoint'; readonly slug: string; readonly tab?: EndpointTab }
  | { readonly kind: 'save-filter'; readonly filter: SavedFilter; readonly isNew: boolean }
  /** Null: a new one. */
  | { readonly kind: 'target'; readonly url: string | null }
  | { readonly kind: 'tags'; readonly captures: readonly CaptureSummary[] }
  | { readonly kind: 'compare'; readonly left: SideRef; readonly right: SideRef }
  | { readonly kind: 'compare-with'; readonly side: SideRef }
  /** Null: whichever there is. */
  | { readonly kind: 'types'; readonly event: EventOfTypes | null }
  /** Of an endpoint, or of what is selected or shown. */
  | { readonly kind: 'export'; readonly endpoint?: string }
  /** Of a file that was dropped, or a text that was pasted. */
  | { readonly kind: 'import'; readonly file?: File; readonly text?: string }
  | { readonly kind: 'replay-run'; readonly captureIds: readonly string[] }

export const useDialog = create<{ readonly dialog: OpenDialog | null }>(() => ({ dialog: null }))

export function openDialog(dialog: OpenDialog): void {
  useDialog.setState({ dialog })
}

export function closeDialog(): void {
  useDialog.setState({ dialog: null })
}
