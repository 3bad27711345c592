import type { EngineState } from '../../../shared/engine/engine-state.ts'
import { openDialog, type TunnelTab } from '../../app/dialogs.ts'
import { call } from '../../host.ts'
import { showError } from '../../ui/toast.tsx'
import { urlNotices } from './url-notices.ts'

/** Asks for a public URL; how it goes shows in the engine's state. */
export function openTunnel(): void {
  call('tunnel.open', {}).catch(showError)
}

/** Tries a lost or refused one again now, rather than when its time comes. */
export function retryTunnel(): void {
  call('tunnel.retryNow', {}).catch(showError)
}

/** Gives the public URL up, or stops trying. */
export function closeTunnel(): void {
  call('tunnel.close', {}).catch(showError)
}

/** The user has seen that the public URL is another one. */
export function acknowledgeUrl(engine: Pick<EngineState, 'notices' | 'urlChanged'>): void {
  const said = urlNotices(engine).map(({ id }) => call('engine.dismissNotice', { id }))
  Promise.all([call('tunnel.acknowledgeUrl', {}), ...said]).catch(showError)
}

/** How the public URL is got, how it does, and what it changes. */
export function showTunnel(tab?: TunnelTab): void {
  openDialog(tab === undefined ? { kind: 'tunnel' } : { kind: 'tunnel', tab })
}
