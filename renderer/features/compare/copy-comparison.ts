import type { Comparison } from '../../../shared/diff/comparison.ts'
import { comparisonText } from '../../../shared/diff/comparison-text.ts'
import { typedRule } from '../../../shared/diff/split-rules.ts'
import { copyText } from '../../ui/copy-text.ts'
import { showError } from '../../ui/toast.tsx'
import type { Side } from './load-side.ts'
import type { OpenPair } from './open-pair.ts'

export async function copyPatch(pair: OpenPair, rules: readonly string[]): Promise<void> {
  try {
    const patch = await pair.ask('patch', { rules: [...rules] })
    if (patch === null) throw new Error('There is a JSON Patch between two bodies of JSON only.')
    if (patch.kind === 'too-long') throw new Error('The patch would be longer than 64 MB. Copy as text instead.')
    await copyText(patch.text, 'JSON Patch')
  } catch (error) {
    showError(error)
  }
}

/** With what stands on either side, and what was ignored, so that it can be read by itself. */
export async function copyComparison(
  [left, right]: readonly [Side, Side],
  rules: readonly string[],
  parts: ReadonlyArray<readonly [title: string, comparison: Comparison]>,
): Promise<void> {
  const head = [
    `Left: ${sideLine(left)}`,
    `Right: ${sideLine(right)}`,
    ...(rules.length === 0 ? [] : [`Ignored: ${rules.map(typedRule).join(', ')}`]),
  ]
  const texts = parts.map(([title, comparison]) => comparisonText(title, comparison))
  try {
    await copyText(`${[head.join('\n'), ...texts].join('\n\n')}\n`, 'Comparison')
  } catch (error) {
    showError(error)
  }
}

function sideLine({ kind, title, note }: Side): string {
  return `${kind} ${title}, ${note}`
}
