/**
 * Where a worker thread's file is. From source (tests, dev) Node runs its TypeScript; built, every worker lies beside
 * the bundle that starts it, named after its file.
 */
export function workerUrl(sourceUrl: URL): URL {
  if (import.meta.url.endsWith('.ts')) return sourceUrl
  const name = sourceUrl.pathname.slice(sourceUrl.pathname.lastIndexOf('/') + 1).replace(/\.ts$/, '.js')
  return new URL(name, import.meta.url)
}
