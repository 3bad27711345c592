import { prettyJson } from '../../../shared/body/json-pretty.ts'
import { BodyPair, type ComparedBody } from '../../../shared/diff/compare-bodies.ts'
import { compareBytes } from '../../../shared/diff/compare-bytes.ts'
import type { Comparison } from '../../../shared/diff/comparison.ts'
import { IgnoreRules } from '../../../shared/diff/ignore-rules.ts'
import type { JsonPatch } from '../../../shared/diff/json-patch.ts'
import { decodeText } from '../body/decode-text.ts'
import type { OpenedPair, SideTexts } from './compare-protocol.ts'

const EDITOR_LENGTH = 2_000_000
const EDITOR_LINE_LENGTH = 100_000

/** Two bodies held in the worker, read once and asked about as often as need be. */
export class ComparedBodies {
  readonly info: OpenedPair
  readonly #left: ComparedBody
  readonly #right: ComparedBody
  readonly #pair: BodyPair

  constructor(left: ComparedBody, right: ComparedBody) {
    this.#left = left
    this.#right = right
    this.#pair = new BodyPair(left, right, (bytes, charset) => decodeText(bytes, charset).text)
    this.info = { isJson: this.#pair.isJson }
  }

  compare({ rules }: { rules: string[] }): Comparison {
    return this.#pair.compare(new IgnoreRules(rules))
  }

  bytes(): Comparison {
    return compareBytes(this.#left.bytes, this.#right.bytes)
  }

  patch({ rules }: { rules: string[] }): JsonPatch | null {
    return this.#pair.patch(new IgnoreRules(rules))
  }

  texts({ pretty }: { pretty: boolean }): SideTexts {
    const { texts, isJson } = this.#pair
    if (texts === null)
      return { kind: 'none', problem: 'A body is no text, or larger than 32 MiB. Bytes shows what differs.' }
    const [left, right] = texts.map((text) => (pretty && isJson ? indented(text) : text))
    if (left === undefined || right === undefined || !suitsEditor(left) || !suitsEditor(right)) {
      return { kind: 'none', problem: 'A body is too long for the editor. Structure and Bytes show what differs.' }
    }
    return { kind: 'texts', left, right, isJson }
  }
}

function indented(text: string): string {
  const result = prettyJson(text, { longest: EDITOR_LENGTH })
  return result.kind === 'pretty' ? result.text : text
}

function suitsEditor(text: string): boolean {
  return text.length <= EDITOR_LENGTH && !text.split('\n').some((line) => line.length > EDITOR_LINE_LENGTH)
}
