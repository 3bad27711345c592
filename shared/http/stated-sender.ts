import type { HeaderPair, HeaderPairs } from './header-pairs.ts'

/** The sender as the tunnel's proxy states it. Nothing of it is known better than the proxy knows it. */
export interface StatedSender {
  /** Without port or brackets; null if it is not stated. */
  readonly address: string | null
  /** `https` or `http`, as the sender called it. */
  readonly proto: string | null
  /** The host that the sender called. */
  readonly host: string | null
  /** The headers that say so, as they arrived. */
  readonly evidence: HeaderPairs
}

const STATING = new Set(['x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host'])

/**
 * Who sent a capture that came through a tunnel's own door; null for one that did not, since there anybody can write these
 * headers. Of several values the last counts: the nearest proxy wrote it, and those before it may be the sender's own.
 */
export function statedSender(headers: HeaderPairs, via: string | null): StatedSender | null {
  if (via === null) return null
  const evidence = headers.filter(([name]) => STATING.has(name.toLowerCase()))
  if (evidence.length === 0) return null
  return {
    address: addressOf(lastValue(evidence, 'x-forwarded-for')),
    proto: protoOf(lastValue(evidence, 'x-forwarded-proto')),
    host: hostOf(lastValue(evidence, 'x-forwarded-host')),
    evidence,
  }
}

/** The address in one entry of X-Forwarded-For: bare, or with a port, or in brackets; null if it is none. */
export function addressOf(entry: string | null): string | null {
  if (entry === null) return null
  const bracketed = /^"?\[([0-9a-f:.]{2,45})\](?::\d{1,5})?"?$/i.exec(entry)?.[1]
  if (bracketed !== undefined) return bracketed
  const withPort = /^(\d{1,3}(?:\.\d{1,3}){3}):\d{1,5}$/.exec(entry)?.[1]
  const address = withPort ?? entry
  return /^(?:\d{1,3}(?:\.\d{1,3}){3}|(?=.*:)[0-9a-f:.]{2,45})$/i.test(address) ? address : null
}

/** The last of all values of a header, over all its lines. */
export function lastValue(headers: HeaderPairs, lowerName: string): string | null {
  const line = headers.findLast(([name]: HeaderPair) => name.toLowerCase() === lowerName)?.[1]
  if (line === undefined) return null
  return line.slice(line.lastIndexOf(',') + 1).trim()
}

function protoOf(value: string | null): string | null {
  const proto = value?.toLowerCase()
  return proto === 'https' || proto === 'http' ? proto : null
}

function hostOf(value: string | null): string | null {
  return value !== null && /^(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.test(value) ? value : null
}
