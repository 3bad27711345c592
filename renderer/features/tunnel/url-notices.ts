import type { EngineState, Notice } from '../../../shared/engine/engine-state.ts'

type Told = Pick<EngineState, 'notices' | 'urlChanged'>

/** Notices that say what the change of the public URL says already, which stays until it is acknowledged. */
export function urlNotices({ notices, urlChanged }: Told): Notice[] {
  return urlChanged === null ? [] : notices.filter(({ message }) => message.includes(urlChanged.to))
}

export function otherNotices(told: Told): Notice[] {
  const said = new Set(urlNotices(told))
  return told.notices.filter((notice) => !said.has(notice))
}
