import { programEnvironment, runProgram } from '../run-program.ts'

/** An engine of few words, to be killed: runs the program that it is told to, with a secret nowhere to be seen. */
const [, , program = ''] = process.argv
runProgram({ program, args: ['run'], environment: programEnvironment('TUNNEL_') })
