/** What the system calls it; the message of an error that has no such name. */
export function errorCode(error: unknown): string {
  // One for each address that was tried.
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error
  const { code, message } = (first ?? {}) as { code?: unknown; message?: unknown }
  return typeof code === 'string' ? code : String(message ?? first).slice(0, 200)
}
