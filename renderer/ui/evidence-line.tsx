import { CopyButton } from './copy-button.tsx'

/** A line to copy, exactly as it stands. */
export function EvidenceLine({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <div className="flex max-w-full items-center gap-1 rounded-[7px] border border-line-strong bg-panel py-0.5 pr-0.5 pl-2.5 text-text">
      <code className="min-w-0 overflow-x-auto font-mono text-small whitespace-nowrap select-all [scrollbar-width:none]">
        {text}
      </code>
      <CopyButton text={text} what={what} />
    </div>
  )
}
