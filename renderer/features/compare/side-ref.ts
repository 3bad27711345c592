/** Something that can stand on one side of a comparison. */
export type SideRef =
  | { readonly kind: 'capture'; readonly id: string }
  /** What a delivery sent. */
  | { readonly kind: 'sent'; readonly deliveryId: string }
  /** What it was answered. */
  | { readonly kind: 'response'; readonly deliveryId: string }
  /** Of the user's own: it is there for as long as the page is. */
  | {
      readonly kind: 'own'
      readonly id: string
      readonly source: 'file' | 'pasted'
      readonly name: string
      readonly blob: Blob
    }

export function sideKey(ref: SideRef): string {
  switch (ref.kind) {
    case 'capture':
    case 'own':
      return `${ref.kind} ${ref.id}`
    case 'sent':
    case 'response':
      return `${ref.kind} ${ref.deliveryId}`
  }
}

export function isSameSide(one: SideRef, other: SideRef): boolean {
  return sideKey(one) === sideKey(other)
}

/** What it is, in a word or two. */
export function sideKind(ref: SideRef): string {
  switch (ref.kind) {
    case 'capture':
      return 'Capture'
    case 'sent':
      return 'Sent request'
    case 'response':
      return 'Response'
    case 'own':
      return ref.source === 'file' ? 'File' : 'Pasted'
  }
}

export function fileSide(file: File): SideRef {
  return { kind: 'own', id: crypto.randomUUID(), source: 'file', name: file.name, blob: file }
}

export function pastedSide(text: string): SideRef {
  return { kind: 'own', id: crypto.randomUUID(), source: 'pasted', name: 'text', blob: new Blob([text]) }
}
