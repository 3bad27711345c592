/** Offers bytes as a download. Always as bytes: a browser must not open what a stranger sent. */
export function saveFile(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  saveBlob(new Blob([bytes]), name)
}

/** The same of what need not be in memory. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob.slice(0, blob.size, 'application/octet-stream'))
  const link = document.createElement('a')
  link.href = url
  link.download = safeName(name)
  link.click()
  // The download has begun by then; the bytes need not stay in memory.
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}

/** A name that cannot leave the folder or hide its ending, whatever the sender called it. */
export function safeName(name: string): string {
  const safe = name
    .replace(/[\p{Cc}\p{Cf}/\\:*?"<>|]/gu, '_')
    .replace(/^\.+/, '_')
    .slice(-120)
  return safe === '' ? 'body' : safe
}
