import { create } from 'zustand'
import type { EndpointSecret } from '../../../shared/endpoint/endpoint-secret.ts'
import { call } from '../../host.ts'
import { showError, showToast } from '../../ui/toast.tsx'

const UNDO_MS = 8_000

/** Secrets that are about to be deleted, and no longer shown. */
export const useLeavingSecrets = create<{ readonly ids: ReadonlySet<string> }>(() => ({ ids: new Set() }))

/**
 * Deletes a secret unless that is undone in time. It is kept until then: to bring it back afterwards, the screen would have
 * to hold its value.
 */
export function deleteSecret({ id, name }: Pick<EndpointSecret, 'id' | 'name'>): void {
  setLeaving(id, true)
  const leave = async () => {
    clearTimeout(timer)
    removeEventListener('pagehide', leave)
    try {
      await call('secrets.delete', { id })
    } catch (error) {
      showError(error)
    } finally {
      setLeaving(id, false)
    }
  }
  const timer = setTimeout(leave, UNDO_MS)
  // Who leaves does not undo.
  addEventListener('pagehide', leave)
  showToast({
    text: `Secret ${name} deleted`,
    timeout: UNDO_MS,
    action: {
      label: 'Undo',
      run: () => {
        clearTimeout(timer)
        removeEventListener('pagehide', leave)
        setLeaving(id, false)
      },
    },
  })
}

function setLeaving(id: string, isLeaving: boolean): void {
  useLeavingSecrets.setState(({ ids }) => {
    const next = new Set(ids)
    if (isLeaving) next.add(id)
    else next.delete(id)
    return { ids: next }
  })
}
