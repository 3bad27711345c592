import { AppError } from '../contract/errors.ts'
import type { ReadNamedFile } from './shell/shell-command.ts'

/** Of all files that requests name, as often as they name them: one name is short, and what it stands for is not. */
const MOST_HANDED = 128 * 1024 * 1024

/** Hands files over until they would fill the memory. Then it throws `AppError`. */
export function handedFiles(read: ReadNamedFile): ReadNamedFile {
  let left = MOST_HANDED
  return (path) => {
    const content = read(path)
    left -= content?.length ?? 0
    if (left >= 0) return content
    throw new AppError(
      'invalid-input',
      `The files that the requests name come to more than ${MOST_HANDED / 1024 / 1024} MiB, each as often as it is named. Import the requests in parts.`,
    )
  }
}
