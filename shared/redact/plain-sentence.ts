/** Words that change what they are about, at the beginning of a title: "Fix token: handling of passwords". */
const VERB =
  /^(?:fix(?:e[sd])?|add(?:s|ed)?|updated?|removed?|refactor(?:ed)?|improved?|handled?|renamed?|moved?|drop(?:ped)?|support|allow|document|bump|validate|rotated?|revoked?)[ \t]/i
/** Words that no list for pass phrases has (those of BIP 39 and of Diceware's are nouns, verbs and adjectives). */
const FUNCTION_WORD = /(?:^| )(?:the|an?|of|to|is|are|was|be|for|in|on|and|or|not|at|by|from|as)(?: |$)/
/** How a check says what is wrong. */
const MESSAGE =
  /^(?:must (?:be|have|not|contain|match|include)|(?:is|are) (?:too|required|invalid|not|missing|expired|blank|empty|incorrect|already)|has (?:expired|been|already)|should (?:be|have|not|contain)|can(?:not|'t) be|(?:does|do) not|doesn't|may not|needs to|invalid or|required (?:and|or|but|when|if))(?=[ .!]|$)/i
/** "The password: please change it". What begins with "your" or "new" is a label of one. */
const ARTICLE = /^(?:the|an?|this|that|no|their|for|with|of|and|or|to|is|if|in|on|please)[ \t]/i
const ADDRESS = /(?:^| )(?:please|it|you|your|we|our|this|that|here|see|click)(?=[ .!]|$)/
/** Whoever asks may have cut what is longer. */
const LONGEST = 190

/**
 * Whether what stands behind `token:` or `password:` is about it, and not one: a title that begins with what was done, or what
 * a form says of a field. All its words have to be plain. Other sentences are taken, since people choose sentences as pass
 * phrases, and a title that lost its end costs less than a password that did not.
 */
export function isAboutKey(key: string, value: string): boolean {
  if (/phrase|mnemonic|seed/i.test(key)) return false
  if (isMessage(value)) return true
  if (!isPlain(value)) return false
  return (VERB.test(key) && FUNCTION_WORD.test(value)) || (ARTICLE.test(key) && ADDRESS.test(value))
}

/** "must be at least 8 characters", as forms answer in the field itself. */
export function isMessage(value: string): boolean {
  return MESSAGE.test(value) && isPlain(value.replace(/\(([^()]*)\)/g, '$1'))
}

/** Two words or more, of small letters, and numbers of few digits. */
function isPlain(value: string): boolean {
  return value.length <= LONGEST && /^[A-Z]?[a-z'-]+(?: (?:[a-z'-]+[,;:]?|\d{1,3}))+[.!]?$/.test(value)
}
