import { expect, test } from 'vitest'
import { TUNNEL_KIND_FACTS, TUNNEL_KINDS } from './tunnel-kind.ts'

test.each(TUNNEL_KINDS)('%s says what becomes of headers and large bodies, and of WebSocket, each once', (kind) => {
  const abouts = TUNNEL_KIND_FACTS[kind].limits.map(({ about }) => about)
  expect(new Set(abouts).size).toBe(abouts.length)
  expect(abouts).toEqual(expect.arrayContaining(['size', 'WebSocket']))
  const aboutHeaders = ['header case', 'header order', 'duplicate headers'] as const
  expect(abouts.includes('headers') || aboutHeaders.every((about) => abouts.includes(about))).toBe(true)
})
