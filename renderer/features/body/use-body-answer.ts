import { useEffect, useState } from 'react'
import type { BodyQuestion, BodyQuestions } from './body-protocol.ts'
import type { OpenBody } from './open-body.ts'

type BodyAnswer<Q extends BodyQuestion> =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'answered'; readonly value: BodyQuestions[Q]['output'] }
  | { readonly kind: 'failed'; readonly error: unknown }

const WAITING = { kind: 'waiting' } as const

/** One question to an open body. `input` is compared by value. */
export function useBodyAnswer<Q extends BodyQuestion>(
  body: OpenBody,
  question: Q,
  input: BodyQuestions[Q]['input'],
): BodyAnswer<Q> {
  const [answer, setAnswer] = useState<{ key: string; body: OpenBody; answer: BodyAnswer<Q> } | null>(null)
  const key = `${question} ${JSON.stringify(input)}`

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for question and input.
  useEffect(() => {
    let left = false
    const settle = (next: BodyAnswer<Q>) => !left && setAnswer({ key, body, answer: next })
    body.ask(question, input).then(
      (value) => settle({ kind: 'answered', value }),
      // A body that was closed has no answers; what it showed stays until the next one is there.
      (error: unknown) => isAbort(error) || settle({ kind: 'failed', error }),
    )
    return () => {
      left = true
    }
  }, [body, key])

  return answer !== null && answer.key === key && answer.body === body ? answer.answer : WAITING
}

function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}
