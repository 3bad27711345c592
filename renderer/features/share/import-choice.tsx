import { FileUp } from 'lucide-react'
import { useDeferredValue, useMemo, useState } from 'react'
import { headerFromText, headerText } from '../../../shared/http/header-text.ts'
import { looksLikeRequests, type ReadRequests, readRequests } from '../../../shared/import/read-requests.ts'
import { Button } from '../../ui/button.tsx'
import { FileButton } from '../../ui/file-button.tsx'
import { countOf } from '../../ui/format-count.ts'
import { TextArea } from '../../ui/text-area.tsx'
import { visibleText } from '../../ui/visible-text.ts'

interface ImportChoiceProps {
  readonly initialText: string
  onFile(file: File): void
  onText(text: string): void
}

const SHOWN = 5
/** What is longer is read by the engine alone. */
const LONGEST_READ = 1024 * 1024

/** A file to choose or drop, or requests to paste. */
export function ImportChoice({ initialText, onFile, onText }: ImportChoiceProps) {
  const [text, setText] = useState(initialText)
  const deferred = useDeferredValue(text)
  const found = useMemo(() => recognised(deferred), [deferred])
  return (
    <>
      <div className="flex flex-col items-center gap-2 rounded-lg border border-dashed border-line-strong p-5 text-center">
        <FileUp aria-hidden className="size-6 text-dim" />
        <p>Drop a file anywhere in the window, or</p>
        <FileButton label="Choose a file…" onFile={onFile} />
        <p className="text-small text-dim">
          Hookbench bundle, HAR, NDJSON, raw HTTP, .http and .rest files, curl commands, fetch calls
        </p>
      </div>
      <form
        className="flex flex-col gap-2"
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim() !== '') onText(text)
        }}
      >
        <TextArea
          label="Or paste curl commands, raw HTTP or a .http file"
          mono
          rows={6}
          placeholder={"curl https://example.com/hook -H 'Content-Type: application/json' -d '{}'"}
          value={text}
          onChange={setText}
          error={found?.kind === 'wrong' ? found.message : null}
        />
        <div className="flex items-start gap-3">
          <output className="min-w-0 flex-1 text-small text-dim">
            {found?.kind === 'read' && <Read read={found.read} />}
          </output>
          <Button type="submit" disabled={text.trim() === '' || found?.kind === 'wrong'}>
            Read it
          </Button>
        </div>
      </form>
    </>
  )
}

function Read({ read: { requests } }: { readonly read: ReadRequests }) {
  const warnings = [...new Set(requests.flatMap(({ request }) => request.warnings))]
  return (
    <>
      <p>{countOf(requests.length, 'request')}:</p>
      <ul className="font-mono">
        {requests.slice(0, SHOWN).map(({ line, name, request }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one line may hold several.
          <li key={`${line} ${index}`} className="truncate">
            {visibleText(`${request.method} ${headerText(request.target)}${name === null ? '' : `  (${name})`}`)}
          </li>
        ))}
        {requests.length > SHOWN && <li>…</li>}
      </ul>
      {warnings.slice(0, SHOWN).map((warning) => (
        <p key={warning} className="text-warn">
          {visibleText(warning)}
        </p>
      ))}
    </>
  )
}

type Recognised =
  | { readonly kind: 'read'; readonly read: ReadRequests }
  | { readonly kind: 'wrong'; readonly message: string }

/** Null: nothing is there yet, or it is not of a kind that is read here. */
function recognised(text: string): Recognised | null {
  const source = headerFromText(text)
  if (text.trim() === '' || text.length > LONGEST_READ) return null
  if (/^\s*\{/.test(text)) return null
  if (!looksLikeRequests(source) && !/curl/i.test(text)) {
    return { kind: 'wrong', message: 'This begins as none of these. A curl command begins with curl.' }
  }
  try {
    return { kind: 'read', read: readRequests(source, { now: Date.now(), newId: () => crypto.randomUUID() }) }
  } catch (error) {
    return { kind: 'wrong', message: error instanceof Error ? error.message : String(error) }
  }
}
