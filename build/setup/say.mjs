/** @type {NodeJS.WriteStream} */
let stream = process.stdout

/** One line about what is being done or why. @param {string} line */
export function say(line) {
  stream.write(`hookbench: ${line}\n`)
}

/** Leaves standard output to the command that follows: its lines may be JSON for another program. */
export function sayOnStandardError() {
  stream = process.stderr
}

/** Shows a message that is replaced by the next one; on anything but a terminal it shows nothing. @param {string} text */
export function sayProgress(text) {
  if (stream.isTTY) stream.write(`\r\x1b[Khookbench: ${text}`)
}

export function endProgress() {
  if (stream.isTTY) stream.write('\r\x1b[K')
}

// A reader that went away (`npm start | head`) is no reason to end with a stack trace.
for (const output of [process.stdout, process.stderr]) output.on('error', () => {})
