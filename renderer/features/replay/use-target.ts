import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { parseTarget, resolveTarget } from '../../../shared/delivery/resolve-target.ts'
import type { SavedTarget } from '../../../shared/delivery/target.ts'
import { headerText } from '../../../shared/http/header-text.ts'
import { useTargets } from '../../app/engine-queries.ts'
import { keepTarget, useReplay } from './replay-store.ts'

/** What stands in the target field: what was written or sent to on this screen last, else the newest known target. */
export function useTarget(): {
  readonly url: string
  setUrl(url: string): void
  readonly targets: readonly SavedTarget[]
} {
  const chosen = useReplay((state) => state.target)
  const { data: targets = [] } = useTargets()
  return { url: chosen ?? lastUsed(targets)?.url ?? '', setUrl: keepTarget, targets }
}

export type TargetCheck =
  | { readonly kind: 'empty' }
  | { readonly kind: 'invalid'; readonly message: string }
  /** `url`: where this capture goes. */
  | { readonly kind: 'valid'; readonly url: string; readonly takesRest: boolean; readonly secure: boolean }

/** Where a capture would go for a target, or what is wrong with it. */
export function checkTarget(
  url: string,
  capture: Pick<CaptureDetail, 'endpoint' | 'target' | 'pathToken'>,
): TargetCheck {
  if (url.trim() === '') return { kind: 'empty' }
  try {
    const { takesRest, secure } = parseTarget(url)
    return { kind: 'valid', url: headerText(resolveTarget(url, capture).url), takesRest, secure }
  } catch (error) {
    if (error instanceof AppError) return { kind: 'invalid', message: error.message }
    throw error
  }
}

function lastUsed(targets: readonly SavedTarget[]): SavedTarget | undefined {
  return targets.toSorted((one, other) => (other.lastUsedAt ?? 0) - (one.lastUsedAt ?? 0))[0]
}
