import { expect, test } from 'vitest'
import type { CaptureDetail } from '../../shared/capture/capture.ts'
import { sampleDetail } from '../../shared/capture/testing/sample-capture.ts'
import { captureFacts, inColumns } from './capture-facts.ts'

const NOW = Date.UTC(2026, 10, 2)

test.each([
  [{ answeredStatus: 200, answeredMs: 1.25 }, '200 in 1.3 ms'],
  [{ receivedAt: NOW - 1000 }, 'not yet'],
  [{ receivedAt: NOW - 61_000 }, 'not known'],
  [{ reason: 'The sender went away.' }, 'never: The sender went away.'],
  [{ reason: 'The sender went away.', state: 'incomplete' as const }, 'never: The sender went away.'],
  [{ reason: 'The body was cut.', state: 'truncated' as const }, 'not yet'],
  [{ reason: 'It was rejected.', state: 'malformed' as const }, 'not yet'],
  [{ reason: 'It was rejected.', state: 'malformed' as const, receivedAt: NOW - 61_000 }, 'not known'],
])('%j was answered: %s', (more, said) => {
  expect(fact(more, 'answered')).toBe(said)
})

test('gives a reason to the state unless it is about the answer', () => {
  expect(fact({ reason: 'It went away.' }, 'state')).toBe('complete')
  expect(fact({ reason: 'It went away.', state: 'incomplete' }, 'state')).toBe('incomplete: It went away.')
  expect(fact({ reason: 'It was cut.', state: 'truncated', answeredStatus: 200 }, 'state')).toBe(
    'truncated: It was cut.',
  )
})

test('says which event it tells of, and what it repeats', () => {
  const again = { eventId: 'evt_1', attempt: 2, duplicate: true, duplicateOf: 'the first', attemptCounter: '1' }
  const said = Object.fromEntries(captureFacts({ ...capture, eventType: 'paid', ...again }, NOW))
  expect(said).toMatchObject({ event: 'paid', 'event id': 'evt_1', attempt: '2', duplicate: 'of the first' })
  expect(said.counter).toBe("1 (its provider's own)")
  expect(fact({ duplicate: true }, 'duplicate')).toBe('of a deleted capture')
  expect(fact({}, 'duplicate')).toBeUndefined()
})

test('tells a check that failed from a sender that is not known', () => {
  const failed = { verdict: 'not-checkable', provider: null, verdictReason: 'check-failed' } as const
  expect(fact(failed, 'signature')).toBe('not checkable: check-failed')
  expect(fact({ ...failed, verdictReason: null }, 'signature')).toBeUndefined()
})

test('says of a handshake that was not answered why not', () => {
  expect(fact({ handshake: 'slack' }, 'handshake')).toBe('slack')
  const wrong = { handshake: 'slack', provider: 'slack', handshakeRefusal: 'wrong-signature' }
  expect(fact(wrong, 'handshake')).toBe('slack, not answered as it asks. Its own signature is wrong.')
  const unusable = { handshake: 'discord', provider: 'discord', handshakeRefusal: 'key-unusable' }
  expect(fact(unusable, 'handshake')).toContain(
    'the one that the endpoint has cannot be used. Replace it by the one that',
  )
  expect(fact({ handshake: 'challenge', handshakeRefusal: 'provider-not-set' }, 'handshake')).toContain(
    'This may be Dropbox, Nylas v3 or Adobe I/O Events asking',
  )
})

test('keeps names and values apart', () => {
  const names = inColumns(captureFacts({ ...capture, deliveries: 1 }, NOW)).map(([name]) => name)
  expect(names).toContain('deliveries  ')
  expect(new Set(names.map((name) => name.length)).size).toBe(1)
})

function fact(more: Partial<CaptureDetail>, name: string): string | undefined {
  return captureFacts({ ...capture, ...more }, NOW).find((each) => each[0] === name)?.[1]
}

const capture = sampleDetail({
  receivedAt: NOW,
  answeredStatus: null,
  answeredMs: null,
  remoteAddress: null,
  remotePort: null,
  bodyMs: null,
})
