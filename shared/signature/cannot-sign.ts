/** Why a request could not be signed, as a value. */
export function cannotSign(why: string) {
  return { kind: 'cannot-sign', why } as const
}

/** The signature covers the URL that the request goes to, and it is not known. */
export function cannotSignWithoutUrl(why = 'The scheme signs the public URL, and it is not known.') {
  return { kind: 'cannot-sign', why, lacks: 'public-url' } as const
}
