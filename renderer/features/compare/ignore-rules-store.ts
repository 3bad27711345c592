import { create } from 'zustand'
import { persist } from 'zustand/middleware'

interface KeptRules {
  /** By the slug of an endpoint, as they were typed. */
  readonly byEndpoint: Readonly<Record<string, string>>
}

/** What does not count when captures of an endpoint are compared, on this screen. */
export const useKeptRules = create<KeptRules>()(
  persist((): KeptRules => ({ byEndpoint: {} }), { name: 'hookbench.ignore-rules' }),
)

export function keepRules(endpoint: string, typed: string): void {
  useKeptRules.setState(({ byEndpoint }) => ({ byEndpoint: { ...byEndpoint, [endpoint]: typed } }))
}

/** `/id, **` and so on as a list. */
export function splitRules(typed: string): string[] {
  return typed.split(/[\s,]+/).filter((rule) => rule !== '')
}
