import type { SavedTarget } from '../../../shared/delivery/target.ts'
import { call } from '../../host.ts'
import { showError, showToast } from '../../ui/toast.tsx'

/** Forgets a target, and offers to have it back. */
export async function removeTarget({ url, name, allowSelfSigned }: SavedTarget): Promise<void> {
  try {
    await call('targets.delete', { url })
    showToast({
      text: `Target ${name ?? url} removed`,
      timeout: 10_000,
      action: { label: 'Undo', run: () => void call('targets.save', { url, name, allowSelfSigned }).catch(showError) },
    })
  } catch (error) {
    showError(error)
  }
}
