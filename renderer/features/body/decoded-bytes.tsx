import { useEffect, useMemo, useState } from 'react'
import { bodyKind, imageType, SNIFFED_BYTES } from '../../../shared/body/body-kind.ts'
import { HEX_ROW_BYTES, hexLine, hexRow, hexRowCount } from '../../../shared/body/hex-dump.ts'
import { prettyJson } from '../../../shared/body/json-pretty.ts'
import { parseContentType } from '../../../shared/http/content-type.ts'
import { bytesFromLatin1 } from '../../../shared/http/latin1.ts'
import { classNames } from '../../ui/class-names.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { Picture } from '../../ui/picture.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { visibleText } from '../../ui/visible-text.ts'
import { decodeText } from './decode-text.ts'

type DecodedForm = 'text' | 'hex' | 'image'

const SHOWN_BYTES = 64 * 1024
const UNKNOWN = parseContentType(undefined)

interface DecodedBytesProps {
  readonly form: string
  /** A character for each byte. */
  readonly latin1: string
}

/** What was encoded in a string: as text, bytes or a picture. */
export function DecodedBytes({ form, latin1 }: DecodedBytesProps) {
  const bytes = useMemo(() => bytesFromLatin1(latin1), [latin1])
  const start = bytes.subarray(0, SNIFFED_BYTES)
  const kind = bodyKind(UNKNOWN, start, bytes.length)
  const picture = imageType(start)
  const [view, setView] = useState<DecodedForm>(picture !== null ? 'image' : kind === 'binary' ? 'hex' : 'text')
  return (
    <>
      <div className="flex shrink-0 items-center gap-2 pb-1.5 text-dim">
        <SegmentedControl<DecodedForm>
          label="What the string holds, as"
          value={view}
          onChange={setView}
          options={[
            { value: 'text', label: 'Text' },
            { value: 'hex', label: 'Hex' },
            ...(picture === null ? [] : [{ value: 'image' as const, label: 'Image' }]),
          ]}
        />
        <span className="flex-1">
          {formatBytes(bytes.length)} of {form}
        </span>
        {view !== 'image' && <CopyButton what="Decoded" text={() => shown(bytes, view, bytes.length)} />}
      </div>
      {view === 'image' && picture !== null ? (
        <DecodedPicture bytes={bytes} type={picture} />
      ) : (
        <section
          aria-label="Decoded"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="min-h-0 flex-1 overflow-auto rounded-md border border-line bg-bg p-2"
        >
          <pre className={classNames('font-mono', view === 'text' && 'break-words whitespace-pre-wrap')}>
            {visibleText(shown(bytes, view, SHOWN_BYTES), { lines: true })}
          </pre>
        </section>
      )}
      {view !== 'image' && bytes.length > SHOWN_BYTES && (
        <p className="pt-1 text-dim">The first {formatBytes(SHOWN_BYTES)} are shown. Copying takes all of it.</p>
      )}
    </>
  )
}

function DecodedPicture({ bytes, type }: { readonly bytes: Uint8Array<ArrayBuffer>; readonly type: string }) {
  const [url, setUrl] = useState<string | null>(null)
  const [isBroken, setBroken] = useState(false)
  useEffect(() => {
    const made = URL.createObjectURL(new Blob([bytes], { type }))
    setUrl(made)
    setBroken(false)
    return () => URL.revokeObjectURL(made)
  }, [bytes, type])
  if (isBroken) return <p className="text-dim">The picture is damaged. Hex shows its bytes.</p>
  return url === null ? null : (
    <Picture src={url} alt="Decoded" className="max-h-64 self-start" onError={() => setBroken(true)} />
  )
}

function shown(bytes: Uint8Array, view: DecodedForm, most: number): string {
  const part = bytes.subarray(0, most)
  if (view === 'hex') {
    const rows = hexRowCount(Math.min(part.length, most))
    return Array.from({ length: rows }, (_, row) => hexLine(hexRow(part, row))).join('\n')
  }
  const { text } = decodeText(part, undefined)
  if (part.length < bytes.length) return text
  const pretty = prettyJson(text, { longest: most * 4 + HEX_ROW_BYTES })
  return pretty.kind === 'pretty' ? pretty.text : text
}
