/** Why a request could not be signed, as a value. */
export function cannotSign(why: string): { readonly kind: 'cannot-sign'; readonly why: string } {
  return { kind: 'cannot-sign', why }
}
