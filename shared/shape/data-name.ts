/** Longer names are data. */
const LONGEST_NAME = 80
/** Words and numbers that a date, an address or a path is made of. */
const NOT_OF_A_NAME = /[@/?#=&%\s]|^https?:|^\d{4}-\d\d-\d\d/
const UUID = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i
const DIGITS = /^-?\d+$/
const HEX = /^(?=.*\d)[0-9a-f]{16,}$/i
/** `cus_NffrFeUfNV2Hib`, `msg-01HZX3…`: a word, then what nobody typed. */
const TAGGED_ID = /^[a-z]{1,12}[_-](?=[^_-]*\d)(?=[^_-]*[A-Z]|[^_-]*\d[^_-]*[a-z][^_-]*\d)[A-Za-z0-9]{8,}$/
/** ULIDs, KSUIDs and the like. */
const LONG_ID = /^(?=(?:.*\d){3})(?=.*[A-Z])[A-Za-z0-9]{20,}$/

/** What every object of JavaScript has: validators that ask for a field by such a name find that. */
const INHERITED = new Set(Object.getOwnPropertyNames(Object.prototype))

/**
 * Whether the name of a field is data: an id, a number, an address or a date by which values are looked up, or a name that no
 * type should have. Asked of each name by itself, so that the answer is the same whatever else was seen.
 */
export function isDataName(name: string): boolean {
  if (name.length > LONGEST_NAME || INHERITED.has(name) || !name.isWellFormed()) return true
  return (
    DIGITS.test(name) ||
    NOT_OF_A_NAME.test(name) ||
    UUID.test(name) ||
    HEX.test(name) ||
    TAGGED_ID.test(name) ||
    LONG_ID.test(name)
  )
}

const WORD = /^[A-Za-z][A-Za-z0-9_.:-]{0,39}$/
/** Letters with several digits among them, or more letters than a word has: a token, though it may begin like a word. */
const TOKEN = /(?=[A-Za-z0-9]*[A-Za-z])(?=(?:[A-Za-z]*\d){3})[A-Za-z0-9]{8,}|[A-Za-z0-9]{25,}/

/** Whether a string looks like one of a few that a program chooses from. What people type, and ids, are not kept. */
export function isWord(text: string): boolean {
  return WORD.test(text) && !isDataName(text) && !TOKEN.test(text) && !/\d{5}/.test(text)
}
