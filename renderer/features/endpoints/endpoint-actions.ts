import type { Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { call } from '../../host.ts'
import { showError, showToast } from '../../ui/toast.tsx'
import { showEndpoint, useFilter } from '../captures/filter-store.ts'

/** Deletes an endpoint, which leaves its captures, and offers to bring it back. */
export async function deleteEndpoint({ slug, name }: Endpoint): Promise<void> {
  try {
    await call('endpoints.delete', { slug })
    if (useFilter.getState().endpoint === slug) showEndpoint(null)
    showToast({
      text: `Endpoint ${name} deleted. Its captures stay; what comes to /${slug} now goes to default.`,
      timeout: 10_000,
      action: { label: 'Undo', run: () => void call('endpoints.add', { slug, name }).catch(showError) },
    })
  } catch (error) {
    showError(error)
  }
}
