import { useMemo, useState } from 'react'
import { bytesFromLatin1 } from '../../../shared/http/latin1.ts'
import type { ReportedWorking } from '../../../shared/signature/signature-report.ts'
import { Button } from '../../ui/button.tsx'
import { CodeBox } from '../../ui/code-box.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { formatCount } from '../../ui/format-count.ts'
import { SmallTitle } from '../../ui/small-title.tsx'
import { type VisiblePiece, visibleContent } from './visible-bytes.ts'

type Content = ReportedWorking['signedContent']

/** More than this is not drawn at once. */
const MOST_SHOWN = 64 * 1024

/** Exactly what was signed. Nothing in it is invisible; a secret inside is named, not shown. */
export function SignedContent({ content }: { readonly content: Content }) {
  const [all, setAll] = useState(false)
  const runs = useMemo(() => byteRuns(content), [content])
  const shown = runs.map((run) =>
    run.kind === 'secret'
      ? run
      : { kind: 'bytes' as const, view: visibleContent(run.bytes, all ? MOST_SHOWN : undefined) },
  )
  const isShortened = shown.some((run) => run.kind === 'bytes' && run.view.hiddenBytes > 0)
  return (
    <div className="flex flex-col gap-1">
      <div className="flex min-h-7 items-center gap-2">
        <SmallTitle as="h4" className="min-w-0 flex-1">
          Signed content, {formatBytes(content.size)}
        </SmallTitle>
        {isShortened && !all && (
          <Button look="quiet" onClick={() => setAll(true)}>
            Show more
          </Button>
        )}
        <CopyButton what="Signed content" text={() => textOf(runs)} />
      </div>
      <CodeBox label="Signed content" wrap className="max-h-64">
        {shown.map((run, index) =>
          run.kind === 'secret' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: runs never move.
            <Mark key={index} text="the secret" title={`The secret stands here: ${run.size} bytes`} />
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: runs never move.
            <span key={index}>
              <Pieces pieces={run.view.start} />
              {run.view.hiddenBytes > 0 && <Gap text={`${formatCount(run.view.hiddenBytes)} bytes are not shown`} />}
              <Pieces pieces={run.view.end} />
            </span>
          ),
        )}
        {content.cut && <Gap text="The rest is too long to be shown" />}
        {content.size === 0 && <span className="text-dim">Nothing: the content is empty.</span>}
      </CodeBox>
    </div>
  )
}

function Pieces({ pieces }: { readonly pieces: readonly VisiblePiece[] }) {
  return pieces.map((piece, index) =>
    piece.kind === 'text' ? (
      piece.text
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces never move.
      <span key={index}>
        <Mark text={piece.text} title={piece.title} />
        {piece.breaks && '\n'}
      </span>
    ),
  )
}

function Mark({ text, title }: { readonly text: string; readonly title: string }) {
  return (
    <span title={title} className="rounded-[3px] bg-accent-soft px-0.5 text-accent select-none">
      {text}
    </span>
  )
}

function Gap({ text }: { readonly text: string }) {
  return (
    <span className="my-1 block border-y border-dashed border-line-strong py-0.5 text-dim select-none">{text}</span>
  )
}

type Run = { readonly kind: 'bytes'; readonly bytes: Uint8Array } | { readonly kind: 'secret'; readonly size: number }

/** Neighbouring pieces as one, since a character may begin in one and end in the next. */
function byteRuns({ pieces }: Content): Run[] {
  const runs: Run[] = []
  let pending: Uint8Array[] = []
  const flush = () => {
    if (pending.length > 0) runs.push({ kind: 'bytes', bytes: joined(pending) })
    pending = []
  }
  for (const piece of pieces) {
    if (piece.kind === 'bytes') {
      pending.push(bytesFromLatin1(atob(piece.base64)))
    } else {
      flush()
      runs.push(piece)
    }
  }
  flush()
  return runs
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

function textOf(runs: readonly Run[]): string {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  return runs.map((run) => (run.kind === 'secret' ? '(the secret)' : decoder.decode(run.bytes))).join('')
}
