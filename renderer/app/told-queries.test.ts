import { QueryObserver } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { queryClient } from './query-client.ts'
import { askAgain, askAllAgain, setTold } from './told-queries.ts'

const KEY = ['something']

let questions: PromiseWithResolvers<string>[]
let stop: () => void

/** The screen shows it, and the engine answers when the test says so. */
beforeEach(() => {
  questions = []
  const observer = new QueryObserver(queryClient, {
    queryKey: KEY,
    queryFn: () => {
      const question = Promise.withResolvers<string>()
      questions.push(question)
      return question.promise
    },
  })
  stop = observer.subscribe(() => {})
})

afterEach(() => {
  stop()
  queryClient.clear()
})

const answer = (index: number, text: string) => questions[index]?.resolve(text)
const settled = () => vi.waitFor(() => expect(queryClient.isFetching()).toBe(0))
/** Whatever an answer does to the query is done by the next turn. */
const arrived = () => new Promise((resolve) => setTimeout(resolve))
const shown = () => queryClient.getQueryData(KEY)

test('what an event told stays when an answer to an older question comes', async () => {
  setTold(KEY, 'told')
  answer(0, 'older')
  await arrived()
  expect(shown()).toBe('told')
  expect(questions.length).toBe(1)
})

test('so it does when the question was a later one', async () => {
  answer(0, 'first')
  await settled()
  void queryClient.invalidateQueries({ queryKey: KEY })
  setTold(KEY, 'told')
  answer(1, 'older')
  await arrived()
  expect(shown()).toBe('told')
})

test('is asked once more where an event came before the first answer', async () => {
  void askAgain(KEY)
  void askAgain(KEY)
  answer(0, 'older')
  await vi.waitFor(() => expect(questions.length).toBe(2))
  expect(shown()).toBe('older')
  answer(1, 'newer')
  await settled()
  expect(shown()).toBe('newer')
  expect(questions.length).toBe(2)
})

test('is asked again, and nothing more, where no answer is under way', async () => {
  answer(0, 'first')
  await settled()
  void askAgain(KEY)
  answer(1, 'second')
  await settled()
  expect(shown()).toBe('second')
  expect(questions.length).toBe(2)
})

test('everything is asked anew, without the answers that are under way', async () => {
  askAllAgain()
  expect(questions.length).toBe(2)
  answer(1, 'newer')
  answer(0, 'older')
  await arrived()
  await settled()
  expect(shown()).toBe('newer')
})
