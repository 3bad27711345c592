/** How programs write numbers that they read as floating point. */
export const jsonNumbers = {
  kept: (raw: string) => raw,
  /** JavaScript; PHP and Go write most numbers the same. */
  javascript: (raw: string) => (Number.isFinite(Number(raw)) ? String(Number(raw)) : 'null'),
  python: (raw: string) => (/[.eE]/.test(raw) ? pythonFloat(Number(raw)) : raw),
  /** Amounts: `12.5` as `12.50`. */
  twoDecimals: (raw: string) => (/^-?\d+\.\d$/.test(raw) ? `${raw}0` : raw),
  /** All are floats: `12` as `12.0`. */
  floats: (raw: string) => (/[.eE]/.test(raw) ? raw : `${raw}.0`),
} as const

export type JsonNumberForm = keyof typeof jsonNumbers

function pythonFloat(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity'
  const size = Math.abs(value)
  if (value !== 0 && (size >= 1e16 || size < 1e-4)) {
    const [digits = '', exponent = ''] = value.toExponential().split('e')
    return `${digits}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`
  }
  const text = String(value)
  return text.includes('.') ? text : `${text}.0`
}
