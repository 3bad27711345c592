import { shownPlaceholdersIn } from '../../../shared/redact/placeholders.ts'

/** Text in which placeholders stand out. */
export function RedactedText({ text }: { readonly text: string }) {
  const places = shownPlaceholdersIn(text)
  let at = 0
  return (
    <>
      {places.map(({ start, end }) => {
        const before = text.slice(at, start)
        at = end
        return (
          <span key={start}>
            {before}
            <mark className="rounded-sm bg-accent-soft px-0.5 text-accent">{text.slice(start, end)}</mark>
          </span>
        )
      })}
      {text.slice(at)}
    </>
  )
}
