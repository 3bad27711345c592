import { z } from 'zod'
import { captureId } from '../capture/capture.ts'
import { captureFilter } from '../capture/capture-filter.ts'
import { SEARCHED_VALUES } from '../search/complete-filter.ts'
import { captureGroup, groupedBy } from '../search/group.ts'
import { MOST_SAVED_FILTERS, savedFilter } from '../search/saved-filter.ts'

export const searchCalls = {
  /**
   * What captures have, for completion: values, names of headers and of the query, or paths of bodies; with `within` the
   * values under such a name or path. Newest captures
   * are looked at first, as far as that is quick; `count` is of those. Whatever contains `prefix`, the most frequent first.
   */
  'search.values': {
    input: z.object({
      of: z.enum(SEARCHED_VALUES),
      within: z.string().max(1000).nullable().default(null),
      prefix: z.string().max(200).default(''),
      limit: z.number().int().min(1).max(200).default(50),
    }),
    output: z.object({ values: z.array(z.object({ value: z.string(), count: z.number().int() })) }),
  },
  /** Which of these captures match: for a list that is open, of captures that are new or changed. */
  'search.match': {
    input: z.object({ filter: captureFilter, ids: z.array(captureId).max(1000) }),
    output: z.object({ ids: z.array(captureId) }),
  },
  /**
   * How many captures match. `searched` below 1: there were `most`, or it took too long, and older ones are not counted.
   */
  'search.count': {
    input: z.object({ filter: captureFilter, most: z.number().int().min(1).default(1_000_000_000) }),
    output: z.object({ count: z.number().int(), searched: z.number() }),
  },
  /** Captures by what they have in common, the most frequent first. `searched` below 1: it took too long, as above. */
  'search.groups': {
    input: z.object({ filter: captureFilter, by: groupedBy, limit: z.number().int().min(1).max(1000).default(100) }),
    output: z.object({
      groups: z.array(captureGroup),
      /** Of all groups, also those that are beyond the limit. */
      count: z.number().int(),
      /** Groups beyond the limit. */
      more: z.number().int(),
      searched: z.number(),
    }),
  },

  /** As the user put them, the others by name. */
  'filters.list': { input: z.object({}), output: z.array(savedFilter) },
  /** Adds one, changes the one of this id, or brings one back that was deleted. Its text must be a filter. */
  'filters.save': { input: savedFilter, output: savedFilter },
  /** Puts them in this order; those that are left out come behind. */
  'filters.order': {
    input: z.object({ ids: z.array(z.uuid()).max(MOST_SAVED_FILTERS) }),
    output: z.array(savedFilter),
  },
  'filters.delete': { input: z.object({ id: z.uuid() }), output: z.object({}) },
} as const
