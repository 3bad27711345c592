const UNITS = ['KiB', 'MiB', 'GiB', 'TiB']

/** A size as a person reads it: `912 B`, `1.4 KiB`, `20.0 MiB`, in the units of the limits and the command line. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  let value = bytes
  let unit = -1
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  // 1,023.96 KiB would be written 1024 KiB.
  if (value >= 1023.95 && unit < UNITS.length - 1) return `1.0 ${UNITS[unit + 1]}`
  return `${value < 99.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}
