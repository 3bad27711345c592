import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { watchForWaking } from './wake-watch.ts'

let now: number
let addresses: string
let told: string[]
let stop: () => void

beforeEach(() => {
  vi.useFakeTimers()
  now = 0
  addresses = 'eth0 192.0.2.1'
  told = []
  stop = watchForWaking({ now: () => now, addresses: () => addresses, onWake: (why) => told.push(why) })
})

afterEach(() => {
  stop()
  vi.useRealTimers()
})

test('tells of a clock that jumped, once', () => {
  pass(10_000)
  now += 3_600_000
  pass(10_000)
  expect(told).toEqual(['slept'])
})

test('tells of addresses that changed', () => {
  addresses = 'wlan0 198.51.100.7'
  pass(5_000)
  addresses = ''
  pass(5_000)
  expect(told).toEqual(['network', 'network'])
})

test('says nothing of a busy machine, nor of a clock that is set back', () => {
  pass(10_000)
  now += 4_000
  pass(1_000)
  now -= 3_600_000
  pass(5_000)
  expect(told).toEqual([])
})

test('says nothing once it has ended', () => {
  stop()
  now += 3_600_000
  pass(5_000)
  expect(told).toEqual([])
})

function pass(ms: number): void {
  for (let passed = 0; passed < ms; passed += 1_000) {
    now += 1_000
    vi.advanceTimersByTime(1_000)
  }
}
