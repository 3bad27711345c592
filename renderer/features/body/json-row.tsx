const PARTS = /^(\s*)("(?:[^"\\]|\\.)*"(?=: ))?(: )?(.*?)(,?)$/s

interface JsonRowProps {
  readonly text: string
  /** It goes on where the row before it ends: nothing but a text is that long. */
  readonly continues: boolean
}

/** A row of indented JSON in its colours. */
export function JsonRow({ text, continues }: JsonRowProps) {
  if (continues) return <span className="text-code-string">{text}</span>
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
