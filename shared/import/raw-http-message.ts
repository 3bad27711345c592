import { headerValue } from '../http/header-pairs.ts'
import { beginsInChunks, type RawChunks, readRawChunks } from './raw-chunks.ts'
import { isRequestLine, type RawHead, readRawHead } from './raw-http-head.ts'
import { attempt, type RequestFaults } from './request-faults.ts'

/** What says how long a message is: its last chunk, its Content-Length, or only where the next one begins. */
export type RawFraming =
  | { readonly kind: 'chunks'; readonly chunks: RawChunks }
  | { readonly kind: 'length'; readonly stated: number }
  /** `isBroken`: chunks were promised, and these are none, or they break off. */
  | { readonly kind: 'open'; readonly isBroken: boolean }

/** A request in a text (latin1) that holds one or several of them. */
export interface RawMessage {
  readonly line: number
  readonly head: RawHead
  readonly framing: RawFraming
  /** Behind its body. */
  readonly end: number
  /** Where the next message begins. What is between them and no blank line belongs to neither. */
  readonly next: number
}

/**
 * One message after the other. `faults` takes where no head can be read, and the next begins behind that; without it an
 * `AppError` with the line is thrown.
 */
export function* rawMessages(source: string, faults: RequestFaults | null = null): Iterable<RawMessage> {
  let line = 1
  for (let at = 0; at < source.length && !faults?.isFull; ) {
    const begun = at
    const message = attempt(
      faults,
      () => line,
      () => messageAt(source, begun, line),
    )
    if (message !== null) yield message
    const { next } = message ?? nextMessage(source, pastLine(source, at))
    line += newlinesIn(source, at, next)
    at = next
  }
}

/** What stands behind a message and is none; empty mostly. */
export function behindMessage(source: string, { end, next }: RawMessage): string {
  return source.slice(pastBlankLines(source, end), next)
}

function messageAt(source: string, at: number, line: number): RawMessage {
  const head = readRawHead(source, at, line)
  const framing = framingOf(source, head)
  if (framing.kind === 'open') {
    // Chunks that break off may have messages in them.
    const isAll = framing.isBroken && beginsInChunks(source, head.end)
    return { line, head, framing, ...(isAll ? endOf(source) : nextMessage(source, head.end)) }
  }
  const end = framing.kind === 'chunks' ? framing.chunks.end : Math.min(source.length, head.end + framing.stated)
  const behind = pastBlankLines(source, end)
  const isNext = behind === source.length || isRequestLine(source, behind)
  return { line, head, framing, end, next: isNext ? behind : nextMessage(source, end).next }
}

/** Chunks count before a length (RFC 9112, 6.3). */
function framingOf(source: string, { headers, end }: RawHead): RawFraming {
  if (headers.some(([name, value]) => /^transfer-encoding$/i.test(name) && /\bchunked$/i.test(value))) {
    const chunks = readRawChunks(source, end)
    return chunks === null ? { kind: 'open', isBroken: true } : { kind: 'chunks', chunks }
  }
  const length = headerValue(headers, 'content-length')
  return length !== undefined && /^\d+$/.test(length)
    ? { kind: 'length', stated: Number(length) }
    : { kind: 'open', isBroken: false }
}

const NEXT_MESSAGE = /\r?\n\r?\n(?=[!#$%&'*+.^_`|~\w-]+ \S+ HTTP\/(?:1\.[01]|[23](?:\.0)?)\r?\n)/g

/** Where another begins behind a blank line, and where what is before that line ends. */
function nextMessage(source: string, from: number): Pick<RawMessage, 'end' | 'next'> {
  if (isRequestLine(source, from)) return { end: from, next: from }
  NEXT_MESSAGE.lastIndex = from
  const found = NEXT_MESSAGE.exec(source)
  return found === null ? endOf(source) : { end: found.index, next: found.index + found[0].length }
}

function endOf({ length }: string): Pick<RawMessage, 'end' | 'next'> {
  return { end: length, next: length }
}

function pastBlankLines(source: string, from: number): number {
  let at = from
  for (let code = source.charCodeAt(at); code === 0x0d || code === 0x0a; code = source.charCodeAt(at)) at++
  return at
}

function pastLine(source: string, from: number): number {
  const end = source.indexOf('\n', from)
  return end === -1 ? source.length : end + 1
}

function newlinesIn(source: string, from: number, to: number): number {
  let count = 0
  for (let at = source.indexOf('\n', from); at !== -1 && at < to; at = source.indexOf('\n', at + 1)) count++
  return count
}
