/** A word of a command line: its bytes (latin1), and where it began in what was pasted. */
export interface ShellWord {
  readonly text: string
  readonly at: number
  /** Files whose content stands in it and that are not at hand. */
  readonly needs?: ReadonlyArray<string>
  /** What in it follows from an argument of the script or a function, which only whoever calls that knows: `$1`, `$name`. */
  readonly argument?: string
}

/** What a command reads from its standard input. */
export type ShellInput =
  | { readonly kind: 'bytes'; readonly bytes: string }
  | { readonly kind: 'file'; readonly path: string }
  /** It follows from an argument of the script or a function. */
  | { readonly kind: 'argument'; readonly name: string }
  /** Another program writes it, which is not run here. */
  | { readonly kind: 'unknown'; readonly program: string }

export interface ShellWarning {
  readonly at: number
  readonly message: (where: string) => string
}

/** One command of a script, as far as it can be known without running anything. */
export interface ShellCommand {
  readonly words: ReadonlyArray<ShellWord>
  /** Null: nothing is piped or redirected into it. */
  readonly input: ShellInput | null
  readonly at: number
  readonly warnings: ReadonlyArray<ShellWarning>
  /** Files that the shell makes for it: `<(echo x)`. */
  readonly files: ReadonlyMap<string, ShellInput>
}

/** The bytes of a file that a command names, latin1; null: it is not at hand. */
export type ReadNamedFile = (path: string) => string | null
