import { useEffect, useState } from 'react'
import type { CaptureDetail } from '../../../shared/capture/capture.ts'
import type { CompareQuestion, CompareQuestions } from './compare-protocol.ts'
import { OpenPair } from './open-pair.ts'

export type Asked<Value> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'there'; readonly value: Value }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'cancelled' }

const WAITING = { kind: 'waiting' } as const

interface UsedPair {
  readonly pair: Asked<OpenPair>
  cancel(): void
  retry(): void
}

/** The bodies of two captures, open for as long as they are shown. */
export function usePair(left: CaptureDetail, right: CaptureDetail): UsedPair {
  const [pair, setPair] = useState<Asked<OpenPair>>(WAITING)
  const [attempt, setAttempt] = useState(0)
  const [controller, setController] = useState<AbortController | null>(null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: a capture never changes; an attempt is a reason to begin again.
  useEffect(() => {
    const abort = new AbortController()
    let isLeft = false
    setController(abort)
    setPair(WAITING)
    OpenPair.open(left, right, abort.signal).then(
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
  }, [left.id, right.id, attempt])

  return {
    pair,
    cancel: () => {
      controller?.abort()
      setPair({ kind: 'cancelled' })
    },
    retry: () => setAttempt((count) => count + 1),
  }
}

/** One question about them; what was answered before stays until there is something newer. */
export function usePairAnswer<Q extends CompareQuestion>(
  pair: OpenPair,
  question: Q,
  input: CompareQuestions[Q]['input'],
): Asked<CompareQuestions[Q]['output']> {
  const [answer, setAnswer] = useState<Asked<CompareQuestions[Q]['output']>>(WAITING)
  const key = JSON.stringify(input)

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the input.
  useEffect(() => {
    let isOld = false
    pair.ask(question, input).then(
      (value) => !isOld && setAnswer({ kind: 'there', value }),
      (error: unknown) => !isOld && setAnswer({ kind: 'failed', error }),
    )
    return () => {
      isOld = true
    }
  }, [pair, question, key])

  return answer
}
