import type { compareCalls } from '../../../shared/contract/compare-calls.ts'
import type { Handlers } from '../../../shared/contract/contract.ts'
import { AppError } from '../../../shared/contract/errors.ts'
import { type EndpointIgnoreRules, MOST_IGNORE_RULES } from '../../../shared/diff/ignore-rule.ts'
import type { Store } from '../store/store.ts'

export function compareHandlers(
  store: Store,
  rulesChanged: (rules: EndpointIgnoreRules[]) => void,
): Pick<Handlers, keyof typeof compareCalls> {
  return {
    'ignoreRules.list': () => store.ignoreRules.all(),
    'ignoreRules.change': async ({ endpoint, add, remove }) => {
      const rules = await store.queue.write(() => {
        const kept = store.ignoreRules.of(endpoint).filter((rule) => !remove.includes(rule))
        const all = [...new Set([...kept, ...add])]
        if (all.length > MOST_IGNORE_RULES) {
          throw new AppError(
            'invalid-input',
            `An endpoint has at most ${MOST_IGNORE_RULES} rules. Take some away, or use ** and * to say several in one.`,
          )
        }
        store.ignoreRules.save({ endpoint, rules: all })
        return all
      })
      rulesChanged(store.ignoreRules.all())
      return { endpoint, rules }
    },
  }
}
