const PARTS = /^(\s*)("(?:[^"\\]|\\.)*"(?=: ))?(: )?(.*?)(,?)$/s

/** A row of indented JSON in its colours. One that continues a long string is left plain: its beginning is elsewhere. */
export function JsonRow({ text }: { readonly text: string }) {
  const [, space = '', key, colon, value = '', comma] = PARTS.exec(text) ?? []
  return (
    <>
      {space}
      {key !== undefined && <span className="text-code-key">{key}</span>}
      {colon}
      <span className={colourOf(value)}>{value}</span>
      {comma}
    </>
  )
}

function colourOf(value: string): string {
  if (value.startsWith('"')) return 'text-code-string'
  return /^(-?\d|true|false|null)/.test(value) ? 'text-code-number' : ''
}
