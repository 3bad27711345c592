import { call } from '../../host.ts'
import { showError, showToast } from '../../ui/toast.tsx'

/** Takes rules that are not there yet, and offers to undo it. */
export async function takeRules(
  endpoint: string | null,
  before: readonly string[],
  added: readonly string[],
): Promise<void> {
  const fresh = [...new Set(added.map((rule) => rule.trim()))].filter((rule) => rule !== '' && !before.includes(rule))
  if (fresh.length === 0) return
  try {
    await call('ignoreRules.change', { endpoint, add: fresh })
    const what = fresh.length === 1 ? (fresh[0] ?? '') : `${fresh.length} rules`
    showToast({
      text: `Ignoring ${what}`,
      action: { label: 'Undo', run: () => void dropRules(endpoint, fresh) },
    })
  } catch (error) {
    showError(error)
  }
}

export async function dropRules(endpoint: string | null, dropped: readonly string[]): Promise<void> {
  try {
    await call('ignoreRules.change', { endpoint, remove: [...dropped] })
  } catch (error) {
    showError(error)
  }
}
