/** A number greater than 0 from a field that may be left empty. */
export function optionalNumber(text: string, { whole = false } = {}): number | null | 'wrong' {
  const trimmed = text.trim()
  if (trimmed === '') return null
  const value = Number(trimmed)
  if (!Number.isFinite(value) || value <= 0 || (whole && !Number.isInteger(value))) return 'wrong'
  return value
}
