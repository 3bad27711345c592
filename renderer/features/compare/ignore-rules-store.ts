import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { splitRules } from '../../../shared/diff/split-rules.ts'
import { showToast } from '../../ui/toast.tsx'

interface KeptRules {
  /** By the slug of an endpoint; of what belongs to none, by `NO_ENDPOINT`. */
  readonly byEndpoint: Readonly<Record<string, readonly string[]>>
}

/** No slug is empty. */
export const NO_ENDPOINT = ''

const NONE: readonly string[] = []

/** What does not count when captures of an endpoint are compared, on this screen. */
export const useKeptRules = create<KeptRules>()(
  persist((): KeptRules => ({ byEndpoint: {} }), {
    name: 'hookbench.ignore-rules',
    version: 1,
    migrate: (kept): KeptRules => ({ byEndpoint: rulesFromTyped((kept as { byEndpoint?: unknown }).byEndpoint) }),
  }),
)

export function rulesOf(endpoint: string): (kept: KeptRules) => readonly string[] {
  return ({ byEndpoint }) => (Object.hasOwn(byEndpoint, endpoint) ? byEndpoint[endpoint] : undefined) ?? NONE
}

/** Takes rules, and offers to undo it. */
export function takeRules(endpoint: string, added: readonly string[]): void {
  const before = rulesOf(endpoint)(useKeptRules.getState())
  const fresh = [...new Set(added)].filter((rule) => !before.includes(rule))
  if (fresh.length === 0) return
  keep(endpoint, [...before, ...fresh])
  const what = fresh.length === 1 ? (fresh[0] ?? '') : `${fresh.length} rules`
  showToast({
    text: `Ignoring ${what}`,
    action: { label: 'Undo', run: () => dropRules(endpoint, fresh) },
  })
}

export function dropRules(endpoint: string, dropped: readonly string[]): void {
  const before = rulesOf(endpoint)(useKeptRules.getState())
  keep(
    endpoint,
    before.filter((rule) => !dropped.includes(rule)),
  )
}

function keep(endpoint: string, rules: readonly string[]): void {
  useKeptRules.setState(({ byEndpoint }) => ({ byEndpoint: { ...byEndpoint, [endpoint]: rules } }))
}

/** They were kept as they were typed once. */
function rulesFromTyped(byEndpoint: unknown): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(byEndpoint ?? {}).map(([endpoint, typed]) => [
      endpoint,
      typeof typed === 'string' ? splitRules(typed) : [],
    ]),
  )
}
