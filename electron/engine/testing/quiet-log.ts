import type { ShownLog } from '../log/log.ts'

/** A log for tests that look at other things; what was said can be read. */
export function quietLog(): ShownLog & { readonly said: ReadonlyArray<string> } {
  const said: string[] = []
  const keep = (message: string) => {
    said.push(message)
  }
  return { info: keep, warn: keep, error: keep, file: '', tail: () => Promise.resolve([]), said }
}
