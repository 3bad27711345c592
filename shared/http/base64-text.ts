const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Base64 or base64url as a latin1 string; null if it is neither. `shared/` has no `atob`. */
export function latin1FromBase64(text: string): string | null {
  const standard = text.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '')
  if (!/^[A-Za-z0-9+/]*$/.test(standard) || standard.length % 4 === 1) return null
  let out = ''
  let bits = 0
  let held = 0
  for (const char of standard) {
    held = ((held << 6) | ALPHABET.indexOf(char)) & 0xffffff
    bits += 6
    if (bits < 8) continue
    bits -= 8
    out += String.fromCharCode((held >> bits) & 0xff)
  }
  return out
}
