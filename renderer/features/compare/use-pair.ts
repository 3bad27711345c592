import { useEffect, useState } from 'react'
import type { CompareQuestion, CompareQuestions } from './compare-protocol.ts'
import type { Side } from './load-side.ts'
import { OpenPair } from './open-pair.ts'
import { sideKey } from './side-ref.ts'

export type Asked<Value> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'there'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'cancelled' }

const WAITING = { kind: 'waiting' } as const

export interface UsedPair {
  readonly pair: Asked<OpenPair>
  /** Bytes read so far, while it is waited for. */
  readonly loaded: number
  cancel(): void
  retry(): void
}

/** The bodies of two sides, open for as long as they are shown. */
export function usePair(left: Side, right: Side): UsedPair {
  const [pair, setPair] = useState<Asked<OpenPair>>(WAITING)
  const [loaded, setLoaded] = useState(0)
  const [attempt, setAttempt] = useState(0)
  const [controller, setController] = useState<AbortController | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a side never changes; an attempt is a reason to begin again.
  useEffect(() => {
    const abort = new AbortController()
    let isLeft = false
    setController(abort)
    setPair(WAITING)
    const onProgress = (bytes: number) => !isLeft && setLoaded(bytes)
    OpenPair.open(left, right, { signal: abort.signal, onProgress }).then(
      (value) => (isLeft ? value.close() : setPair({ kind: 'there', value })),
      (error: unknown) => {
        if (!isLeft) setPair(abort.signal.aborted ? { kind: 'cancelled' } : { kind: 'failed', error })
      },
    )
    return () => {
      isLeft = true
      // Ends the worker, also once it is open.
      abort.abort()
    }
  }, [sideKey(left.ref), sideKey(right.ref), attempt])

  return {
    pair,
    loaded,
    cancel: () => {
      controller?.abort()
      setPair({ kind: 'cancelled' })
    },
    retry: () => setAttempt((count) => count + 1),
  }
}

/** One question about them; what was answered before stays until there is something newer. */
export function usePairAnswer<Q extends CompareQuestion>(
  pair: OpenPair | null,
  question: Q,
  input: CompareQuestions[Q]['input'],
): Asked<CompareQuestions[Q]['output']> {
  const [answered, setAnswered] = useState<{ of: OpenPair; answer: Asked<CompareQuestions[Q]['output']> } | null>(null)
  const key = JSON.stringify(input)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the input.
  useEffect(() => {
    if (pair === null) return
    let isOld = false
    const settle = (answer: Asked<CompareQuestions[Q]['output']>) => !isOld && setAnswered({ of: pair, answer })
    pair.ask(question, input).then(
      (value) => settle({ kind: 'there', value }),
      (error: unknown) => settle({ kind: 'failed', error }),
    )
    return () => {
      isOld = true
    }
  }, [pair, question, key])

  return answered !== null && answered.of === pair ? answered.answer : WAITING
}
