/** What types can be written in. */
export const TYPE_LANGUAGES = ['ts', 'schema', 'zod'] as const

export type TypeLanguage = (typeof TYPE_LANGUAGES)[number]

export const TYPE_LANGUAGE_NAMES: Readonly<Record<TypeLanguage, string>> = {
  ts: 'TypeScript',
  schema: 'JSON Schema',
  zod: 'Zod',
}
