const DURATIONS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
}

/** As sizes are shown: a kilobyte is 1024 bytes, however it is spelled. */
const SIZES: Readonly<Record<string, number>> = {
  b: 1,
  k: 1024,
  kb: 1024,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1024 ** 2,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1024 ** 3,
  gib: 1024 ** 3,
}

/** `10m`, `1.5s`; null without a unit. */
export function durationMs(text: string): number | null {
  return measured(text, DURATIONS)
}

/** `500ms`; without a unit milliseconds are meant. */
export function answerMs(text: string): number | null {
  return plainNumber(text) ?? durationMs(text)
}

/** `1mb`, `512` (bytes). */
export function sizeBytes(text: string): number | null {
  return plainNumber(text) ?? measured(text, SIZES)
}

function measured(text: string, units: Readonly<Record<string, number>>): number | null {
  const found = /^(\d{1,15}(?:\.\d{1,9})?)([a-z]+)$/i.exec(text)
  const unit = found?.[2]?.toLowerCase() ?? ''
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined
  return found === null || factor === undefined ? null : Number(found[1]) * factor
}

function plainNumber(text: string): number | null {
  return /^\d{1,15}(?:\.\d{1,9})?$/.test(text) ? Number(text) : null
}
