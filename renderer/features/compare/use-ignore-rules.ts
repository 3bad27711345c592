import { useIgnoreRuleLists } from '../../app/engine-queries.ts'

const NONE: readonly string[] = []

/** What does not count when captures of an endpoint are compared; null: of what belongs to none. */
export function useIgnoreRules(endpoint: string | null): readonly string[] {
  return useIgnoreRuleLists().data?.find((list) => list.endpoint === endpoint)?.rules ?? NONE
}
