import type { QueryKey } from '@tanstack/react-query'
import { queryClient } from './query-client.ts'

/**
 * Takes in what an event told. An answer that is still under way was asked for before, so it may be the older one: it is
 * dropped.
 */
export function setTold<Data>(queryKey: QueryKey, data: Data): void {
  void queryClient.cancelQueries({ queryKey, exact: true })
  queryClient.setQueryData(queryKey, data)
}

/**
 * Asks again after an event. An answer that is still under way may be older than the event: it is shown, and asked for
 * once more. It is not cancelled, or events that keep coming would leave nothing to show.
 */
export async function askAgain(queryKey: QueryKey): Promise<void> {
  const isUnderWay = isAsked(queryKey)
  await queryClient.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false })
  if (isUnderWay) await queryClient.invalidateQueries({ queryKey, exact: true }, { cancelRefetch: false })
}

/** Asks everything again, and waits for no answer from before. For what does not happen often. */
export function askAllAgain(): void {
  void queryClient.cancelQueries()
  void queryClient.invalidateQueries()
}

/** Whether an answer is under way. */
export function isAsked(queryKey: QueryKey): boolean {
  return queryClient.isFetching({ queryKey, exact: true }) > 0
}
