import { useEffect, useRef, useState } from 'react'
import { copyText } from '../../ui/copy-text.ts'
import { showError } from '../../ui/toast.tsx'
import type { ShownMatch, ShownResult } from './json-path-protocol.ts'
import { JsonPathSearch } from './json-path-search.ts'
import type { OpenBody } from './open-body.ts'

export interface UsedJsonPath {
  readonly typed: string
  /** Of what was asked last; null: nothing was, or it is not known yet. */
  readonly result: ShownResult | { readonly kind: 'failed'; readonly message: string } | null
  readonly isWaiting: boolean
  readonly matches: ReadonlyArray<ShownMatch>
  /** Which of them is in view. */
  readonly current: number
  type(path: string): void
  go(by: number): void
  choose(index: number): void
  copy(): void
}

/** Each letter would start a search of a large body. */
const PATIENCE_MS = 120
const NONE: ReadonlyArray<ShownMatch> = []

/** A JSONPath over an open body, with what it finds while it is typed. */
export function useJsonPath(body: OpenBody): UsedJsonPath {
  const search = useRef<JsonPathSearch | null>(null)
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState<{ readonly path: string; readonly result: UsedJsonPath['result'] } | null>(null)
  const [current, setCurrent] = useState(0)

  useEffect(() => {
    const made = new JsonPathSearch(body)
    search.current = made
    return () => made.close()
  }, [body])

  // biome-ignore lint/correctness/useExhaustiveDependencies: the same path finds something else in another body.
  useEffect(() => {
    const path = typed.trim()
    setCurrent(0)
    if (path === '') {
      setAsked(null)
      return
    }
    let isOld = false
    const settle = (result: UsedJsonPath['result']) => !isOld && setAsked({ path, result })
    const timer = setTimeout(() => {
      search.current?.query(path).then(settle, (error: unknown) => {
        settle({ kind: 'failed', message: error instanceof Error ? error.message : String(error) })
      })
    }, PATIENCE_MS)
    return () => {
      isOld = true
      clearTimeout(timer)
    }
  }, [typed, body])

  const result = asked?.result ?? null
  const matches = result?.kind === 'found' ? result.matches : NONE
  return {
    typed,
    result,
    isWaiting: typed.trim() !== '' && asked?.path !== typed.trim(),
    matches,
    current: Math.min(current, Math.max(0, matches.length - 1)),
    type: setTyped,
    go: (by) => setCurrent((before) => (matches.length === 0 ? 0 : (before + by + matches.length) % matches.length)),
    choose: setCurrent,
    copy: () => {
      const path = typed.trim()
      search.current?.copy(path).then((text) => copyText(text, 'Matches'), showError)
    },
  }
}
