/** Something the person at the keyboard can mend. Its message is all that is shown: never a stack. */
export class SetUpError extends Error {
  /** @param {string} message @param {number} [exitCode] */
  constructor(message, exitCode = 1) {
    super(message)
    this.name = 'SetUpError'
    this.exitCode = exitCode
  }
}
