import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import {
  type AskedValues,
  type CompletionItem,
  completeFilter,
  type FilterCompletion,
  valueItem,
} from '../../../shared/search/complete-filter.ts'
import { foldCase } from '../../../shared/search/fold-case.ts'
import { call } from '../../host.ts'
import type { FieldCompletion } from '../../ui/completing-field.tsx'

const SHOWN = 60
/** For so long what captures have is not asked for again. */
const FRESH_MS = 5_000

interface FilterCompletions {
  readonly completions: readonly FieldCompletion[]
  /** Something has been typed of what is completed. */
  readonly suggest: boolean
}

/** What can be completed at the cursor of a filter's text: of the language, and of what captures have. */
export function useFilterCompletions(text: string, cursor: number): FilterCompletions {
  const completion = useMemo(() => completeFilter(text, cursor), [text, cursor])
  const asks = completion?.asks ?? null
  const { data } = useQuery({
    queryKey: ['search.values', asks],
    queryFn: () => (asks === null ? null : askValues(asks)),
    enabled: asks !== null,
    staleTime: FRESH_MS,
    // So that the list stays while one types on; what does not fit any more is left out below.
    placeholderData: keepPreviousData,
  })
  return useMemo(() => {
    if (completion === null) return { completions: [], suggest: false }
    const isAsked = asks !== null && data?.of === asks.of && data.within === asks.within
    const found = isAsked ? data.values.filter(contains(asks.prefix)) : []
    const items = [
      ...completion.items,
      ...(isAsked ? found.map(({ value, count }) => valueItem(asks, value, count)) : []),
    ]
    return {
      completions: asCompletions(text, completion, items),
      suggest: completion.to > completion.from || text.charAt(cursor - 1) === ':',
    }
  }, [text, cursor, completion, asks, data])
}

/** Each as the text that it leads to. What is there already, letter for letter, is none. */
function asCompletions(
  text: string,
  { from, to }: Pick<FilterCompletion, 'from' | 'to'>,
  items: readonly CompletionItem[],
): FieldCompletion[] {
  const seen = new Set<string>([text.slice(from, to)])
  const completions: FieldCompletion[] = []
  for (const { label, insert, about } of items) {
    if (seen.has(insert)) continue
    seen.add(insert)
    const isWhole = !/[.:]$/.test(insert)
    const space = isWhole && to === text.length ? ' ' : ''
    completions.push({
      label,
      about,
      text: `${text.slice(0, from)}${insert}${space}${text.slice(to)}`,
      cursor: from + insert.length + space.length,
      goesOn: !isWhole,
    })
    if (completions.length === SHOWN) break
  }
  return completions
}

async function askValues({ of, within, prefix }: AskedValues) {
  const { values } = await call('search.values', { of, within, prefix: prefix.slice(0, 200), limit: SHOWN })
  return { of, within, values }
}

function contains(prefix: string): (found: { readonly value: string }) => boolean {
  const wanted = foldCase(prefix)
  return ({ value }) => foldCase(value).includes(wanted)
}
