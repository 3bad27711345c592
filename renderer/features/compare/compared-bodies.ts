import { prettyJson } from '../../../shared/body/json-pretty.ts'
import { BodyPair, type ComparedBody } from '../../../shared/diff/compare-bodies.ts'
import { compareBytes } from '../../../shared/diff/compare-bytes.ts'
import type { Comparison } from '../../../shared/diff/comparison.ts'
import { IgnoreRules } from '../../../shared/diff/ignore-rules.ts'
import type { JsonPatch } from '../../../shared/diff/json-patch.ts'
import { makeTextDecoder } from '../body/decode-text.ts'
import { EDITOR_LENGTH, suitsEditor } from '../body/suits-editor.ts'
import type { BytesForm, OpenedPair, SideTexts } from './compare-protocol.ts'

/** Two bodies held in the worker, read once and asked about as often as need be. */
export class ComparedBodies {
  readonly info: OpenedPair
  readonly #decoded: readonly [Uint8Array, Uint8Array]
  /** Left out: the same as decoded. */
  readonly #exact: [Uint8Array | null, Uint8Array | null] = [null, null]
  readonly #pair: BodyPair

  constructor(left: ComparedBody, right: ComparedBody) {
    this.#decoded = [left.bytes, right.bytes]
    this.#pair = new BodyPair(left, right, makeTextDecoder)
    this.info = { isJson: this.#pair.isJson }
  }

  takeExact(side: 0 | 1, bytes: Uint8Array): void {
    this.#exact[side] = bytes
  }

  compare({ rules }: { rules: string[] }): Comparison {
    return this.#pair.compare(new IgnoreRules(rules))
  }

  bytes({ form }: { form: BytesForm }): Comparison {
    const [left, right] = this.#decoded
    if (form === 'decoded') return compareBytes(left, right)
    return compareBytes(this.#exact[0] ?? left, this.#exact[1] ?? right)
  }

  patch({ rules }: { rules: string[] }): JsonPatch | null {
    return this.#pair.patch(new IgnoreRules(rules))
  }

  texts({ pretty }: { pretty: boolean }): SideTexts {
    const { texts, isJson } = this.#pair
    if (texts === null) {
      return { kind: 'none', problem: 'A body is no text, or too large to show as one. Bytes shows what differs.' }
    }
    const [left, right] = texts.map((text) => (pretty && isJson ? indented(text) : text))
    if (left === undefined || right === undefined || !suitsEditor(left) || !suitsEditor(right)) {
      return {
        kind: 'none',
        problem: 'A body is too long, or nested too deep, for the editor. Structure and Bytes show what differs.',
      }
    }
    return { kind: 'texts', left, right, isJson }
  }
}

function indented(text: string): string {
  const result = prettyJson(text, { longest: EDITOR_LENGTH })
  return result.kind === 'pretty' ? result.text : text
}
