import type { z } from 'zod'
import { AppError } from '../contract/errors.ts'
import {
  bodyLine,
  bundleLine,
  captureLine,
  deliveryLine,
  endLine,
  endpointLine,
  LINES_VERSION,
} from '../export/ndjson-line.ts'
import type { RunningDigest } from '../export/write-bundle.ts'
import { joinBytes } from '../join-bytes.ts'
import { type ImportItem, type ImportSource, problem } from './import-item.ts'
import { isNestedDeeply } from './nesting.ts'
import {
  bytesOf,
  captureOf,
  checkBodySize,
  checked,
  deliveryOf,
  EntryError,
  EXPORT_AGAIN,
  endpointOf,
  LEAVE_OUT,
} from './read-line.ts'
import { type Line, splitLines } from './split-lines.ts'

/** Bodies that stand in lines of their own behind the line that they belong to. */
interface Waiting {
  readonly where: string
  /** How many `body` lines each of its bodies has. */
  readonly parts: ReadonlyArray<number>
  readonly bodies: Uint8Array[][]
  readonly finish: (bodies: ReadonlyArray<Uint8Array>) => ImportItem
}

interface ParsedLine {
  readonly kind?: unknown
  readonly version?: unknown
}

const NEWLINE = Uint8Array.of(0x0a)

/** Lines as `captureLines` writes them; of a bundle, which says at its end what its digest should be, if there is one. */
export async function* readNdjson(
  source: ImportSource,
  digest: RunningDigest | null = null,
): AsyncIterable<ImportItem> {
  const reader = new LineReader(source, digest)
  for await (const lines of splitLines(source.bytes)) {
    for (const line of lines) yield* reader.take(line)
  }
  yield* reader.end()
}

class LineReader {
  private readonly source: ImportSource
  private readonly digest: RunningDigest | null
  private waiting: Waiting | null = null
  /** Null: there was none yet, or it could not be read. */
  private captureId: string | null = null
  private captures = 0
  private deliveries = 0
  private isBegun = false
  private isEnded = false
  private last = 0
  /** The first line that could not be read, and why. */
  private firstFault: string | null = null

  constructor(source: ImportSource, digest: RunningDigest | null) {
    this.source = source
    this.digest = digest
  }

  *take({ number, bytes }: Line): Iterable<ImportItem> {
    this.last = number
    const where = `Line ${number}`
    try {
      const value = this.digested(bytes, number)
      if (value === null) return
      const item = this.item(value, where)
      if (item !== null) yield item
    } catch (error) {
      if (!(error instanceof EntryError)) throw error
      this.waiting = null
      this.firstFault ??= `${where.toLowerCase()}: ${[error.message, error.next ?? ''].join(' ').trimEnd()}`
      yield problem(where, error.message, error.next)
    }
  }

  /** A line that cannot be read counts too: the checksum is of what was written, not of what is understood. */
  private digested(bytes: Uint8Array, number: number): ParsedLine | null {
    let value: ParsedLine | null | undefined
    try {
      value = this.parsed(bytes, number)
      return value
    } finally {
      if (value !== null && value?.kind !== 'end') {
        this.digest?.update(bytes)
        this.digest?.update(NEWLINE)
      }
    }
  }

  *end(): Iterable<ImportItem> {
    if (this.waiting !== null)
      yield problem(this.waiting.where, 'The file ends in the middle of its body.', EXPORT_AGAIN)
    if (this.digest !== null && !this.isEnded) {
      throw new AppError(
        'invalid-input',
        `The bundle ends after line ${this.last}, before its end. Get the whole file, or export it again.`,
      )
    }
  }

  private parsed(bytes: Uint8Array, number: number): ParsedLine | null {
    const plain = this.source.text.fromUtf8(bytes)
    if (plain === null) throw new EntryError('It is not UTF-8. Save the file as UTF-8.')
    const content = number === 1 ? plain.replace(/^\ufeff/, '') : plain
    if (content.trim() === '') return null
    if (this.isEnded) throw new EntryError('It stands behind the end of the bundle.', EXPORT_AGAIN)
    if (isNestedDeeply(bytes)) throw new EntryError('It is nested deeper than any capture.', LEAVE_OUT)
    let value: unknown
    try {
      value = JSON.parse(content)
    } catch {
      throw new EntryError('It is not JSON. A line is one JSON object; export it again.')
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new EntryError('It is no JSON object, as each line has to be.', EXPORT_AGAIN)
    return value
  }

  private item(value: ParsedLine, where: string): ImportItem | null {
    if (typeof value.version === 'number' && value.version > LINES_VERSION) throw newer(where, value.version)
    if (this.digest !== null && !this.isBegun && value.kind !== 'bundle') {
      throw new AppError('invalid-input', 'This gzip file is no Hookbench bundle. Unpack it, and import what is in it.')
    }
    if (this.waiting !== null && value.kind !== 'body') {
      const { where: owner } = this.waiting
      throw new EntryError(`The rest of the body of ${owner.toLowerCase()} should stand here.`, EXPORT_AGAIN)
    }
    switch (value.kind) {
      case 'capture':
        // A delivery must not go to the one before, if this one cannot be read.
        this.captureId = null
        return this.capture(checked(captureLine, value), where)
      case 'delivery':
        return this.delivery(checked(deliveryLine, value), where)
      case 'body':
        return this.body(checked(bodyLine, value).base64)
      case 'endpoint':
        return { kind: 'endpoint', where, endpoint: endpointOf(checked(endpointLine, value)) }
      case 'bundle':
        checked(bundleLine, value)
        if (this.isBegun) throw new EntryError('A second bundle begins here. Import one after the other.')
        this.isBegun = true
        return null
      case 'end':
        this.checkEnd(checked(endLine, value))
        return null
      default:
        throw new EntryError(
          `Its kind is ${JSON.stringify(value.kind)?.slice(0, 40) ?? 'missing'}; known are capture, delivery, body and endpoint.`,
        )
    }
  }

  private capture(line: z.output<typeof captureLine>, where: string): ImportItem | null {
    this.captures++
    const { text } = this.source
    const item = this.withBodies(where, [[line.bodyBase64, line.bodyParts, 'bodyBase64']], ([body]) => ({
      kind: 'capture',
      where,
      capture: captureOf(line, body as Uint8Array, text),
    }))
    this.captureId = line.id.toLowerCase()
    return item
  }

  private delivery(line: z.output<typeof deliveryLine>, where: string): ImportItem | null {
    this.deliveries++
    if (line.captureId.toLowerCase() !== this.captureId) {
      throw new EntryError(
        `It is a delivery of capture ${line.captureId}, which does not stand before it. Put it behind its capture.`,
      )
    }
    const isCaptured = line.requestBodyBase64 === null && (line.requestBodyParts ?? 0) === 0
    return this.withBodies(
      where,
      [
        [isCaptured ? '' : line.requestBodyBase64, line.requestBodyParts, 'requestBodyBase64'],
        [line.responseBodyBase64, line.responseBodyParts, 'responseBodyBase64'],
      ],
      ([request, response]) => ({
        kind: 'delivery',
        where,
        delivery: deliveryOf(line, isCaptured ? null : (request as Uint8Array), response as Uint8Array),
      }),
    )
  }

  private withBodies(
    where: string,
    given: ReadonlyArray<readonly [inline: string | null, parts: number | undefined, what: string]>,
    finish: Waiting['finish'],
  ): ImportItem | null {
    const bodies = given.map(([inline, , what]) => (inline === null ? [] : [bytesOf(inline, what, this.source.text)]))
    const parts = given.map(([inline, count = 0]) => (inline === null ? count : 0))
    if (parts.every((count) => count === 0)) return finish(bodies.map(joinBytes))
    this.waiting = { where, parts, bodies, finish }
    return null
  }

  private body(base64: string): ImportItem | null {
    const { waiting } = this
    if (waiting === null) throw new EntryError('It is a piece of a body that nothing before it asks for.', EXPORT_AGAIN)
    const index = waiting.bodies.findIndex((pieces, at) => pieces.length < (waiting.parts[at] ?? 0))
    const pieces = waiting.bodies[index] ?? []
    pieces.push(bytesOf(base64, 'base64', this.source.text))
    checkBodySize(pieces.reduce((sum, { length }) => sum + length, 0))
    if (waiting.bodies.some((held, at) => held.length < (waiting.parts[at] ?? 0))) return null
    this.waiting = null
    return waiting.finish(waiting.bodies.map(joinBytes))
  }

  private checkEnd({ captures, deliveries, sha256 }: z.output<typeof endLine>): void {
    if (this.digest === null) return
    this.isEnded = true
    // Lines that cannot be read were not counted.
    const areAllThere = this.firstFault !== null || (captures === this.captures && deliveries === this.deliveries)
    if (areAllThere && sha256 === this.digest.hex()) return
    const first = this.firstFault === null ? '' : ` What is wrong first is in ${this.firstFault}`
    throw new AppError(
      'invalid-input',
      `The bundle is damaged: it is not what its checksum says. Get the file again.${first}`,
    )
  }
}

function newer(where: string, version: number): AppError {
  return new AppError(
    'invalid-input',
    `${where} is of version ${version}, and this Hookbench reads up to ${LINES_VERSION}. Update Hookbench, then import again.`,
  )
}
