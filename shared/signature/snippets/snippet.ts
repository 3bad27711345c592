/** Code that verifies a signature, for a person to copy. */
export type Snippet =
  | { readonly kind: 'snippet'; readonly language: SnippetLanguage; readonly code: string }
  | { readonly kind: 'unavailable'; readonly language: SnippetLanguage; readonly why: string }

export const snippetLanguages = ['node', 'python', 'ruby', 'go', 'php'] as const
export type SnippetLanguage = (typeof snippetLanguages)[number]

/** What a generator needs to know beside the scheme. */
export interface SnippetContext {
  /** Whose scheme it is, for the comment at the top. */
  readonly title: string
}

/** Thrown by generators for what a language cannot do in a few lines; `snippetFor` makes a value of it. */
export class NoSnippet extends Error {}
