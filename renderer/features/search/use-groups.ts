import { useEffect, useState } from 'react'
import type { CaptureFilter } from '../../../shared/capture/capture-filter.ts'
import type { CallOutput } from '../../../shared/contract/contract.ts'
import type { GroupedBy } from '../../../shared/search/group.ts'
import { changesWithTime } from '../../../shared/search/passed-times.ts'
import { call, currentConnection, subscribe, subscribeConnection } from '../../host.ts'
import { TIME_STEP_MS } from '../captures/time-step.ts'

/** Asked again at most this often, */
const REST_MS = 2_000
/** and this many times as long as the last answer took: a count over a million captures is not asked for without end. */
const REST_FACTOR = 9

export interface Groups {
  readonly data: (CallOutput<'search.groups'> & { readonly by: GroupedBy }) | null
  readonly error: unknown
}

/** Captures of a filter by what they have in common, live. */
export function useGroups(filter: CaptureFilter, by: GroupedBy): Groups {
  const [groups, setGroups] = useState<Groups>({ data: null, error: null })
  const key = JSON.stringify(filter)

  useEffect(() => {
    const asked = JSON.parse(key) as CaptureFilter
    let timer: ReturnType<typeof setTimeout> | undefined
    let isAsking = false
    let isStale = false
    let ended = false

    async function ask(): Promise<void> {
      isAsking = true
      isStale = false
      const started = performance.now()
      try {
        const data = await call('search.groups', { filter: asked, by })
        if (!ended) setGroups({ data: { ...data, by }, error: null })
      } catch (error) {
        if (!ended) setGroups((known) => ({ ...known, error }))
      }
      if (ended) return
      timer = setTimeout(
        () => {
          isAsking = false
          if (isStale) void ask()
        },
        Math.max(REST_MS, (performance.now() - started) * REST_FACTOR),
      )
    }
    const changed = () => {
      isStale = true
      if (!isAsking) void ask()
    }

    changed()
    const step = changesWithTime(asked.text ?? '') ? setInterval(changed, TIME_STEP_MS) : undefined
    const stop = subscribe((event) => event.event === 'captures.changed' && changed())
    const stopConnection = subscribeConnection(() => currentConnection() === 'up' && changed())
    return () => {
      ended = true
      stop()
      stopConnection()
      clearTimeout(timer)
      clearInterval(step)
    }
  }, [key, by])

  // What was grouped otherwise says nothing any more.
  return groups.data?.by === by ? groups : { ...groups, data: null }
}
