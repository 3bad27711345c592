import { create } from 'zustand'
import type { ReplaySigning } from '../../../shared/delivery/replay-signing.ts'

/** What becomes of signatures when captures are sent from this screen. */
export interface SigningChoice {
  readonly kind: ReplaySigning['kind']
  readonly how: Extract<ReplaySigning, { kind: 'break' }>['how']
  readonly newId: boolean
  /** The secret to sign with, by endpoint; the engine chooses where there is none. */
  readonly secrets: Readonly<Record<string, string>>
}

/** Not remembered: a signature that is broken on purpose would be a riddle the day after. */
export const useSigningChoice = create<SigningChoice>(() => ({ kind: 'keep', how: 'flip', newId: false, secrets: {} }))

/** The choice for captures of an endpoint as the engine takes it; empty to keep the captured signature. */
export function signingOf(choice: SigningChoice, endpoint: string | null): { readonly sign?: ReplaySigning } {
  const { kind, how, newId, secrets } = choice
  const secretId = endpoint === null ? undefined : secrets[endpoint]
  const withKey = { ...(secretId === undefined ? {} : { secretId }), ...(newId ? { newId } : {}) }
  switch (kind) {
    case 'keep':
      return {}
    case 'strip':
      return { sign: { kind } }
    case 'resign':
      return { sign: { kind, ...withKey } }
    case 'break':
      return { sign: { kind, how, ...withKey } }
  }
}

/** To spread into a replay of captures of an endpoint; null: of several. */
export function useSigning(endpoint: string | null): { readonly sign?: ReplaySigning } {
  return signingOf(useSigningChoice(), endpoint)
}

export function chooseSecret(endpoint: string, id: string | null): void {
  useSigningChoice.setState(({ secrets }) => {
    const { [endpoint]: _, ...rest } = secrets
    return { secrets: id === null ? rest : { ...rest, [endpoint]: id } }
  })
}
