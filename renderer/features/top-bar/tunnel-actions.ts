import { call } from '../../host.ts'
import { showError } from '../../ui/toast.tsx'

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
