import { existsSync } from 'node:fs'

const INSTALLED = new URL('node_modules/.package-lock.json', import.meta.url)

/**
 * Imports one of the packages that the package.json beside this file names. A fresh clone does not have them, so the
 * type checker cannot know them: the caller says what it uses.
 */
export async function officialSdk<T>(name: string): Promise<T> {
  if (!existsSync(INSTALLED)) {
    throw new Error(
      `${name} is not installed: the providers' SDKs are for tests only. Run: npm ci --prefix e2e/sdk --ignore-scripts`,
    )
  }
  return (await import(/* @vite-ignore */ name)) as T
}
