import { say } from '../setup/say.mjs'
import { setUpAndBuild } from '../setup/set-up.mjs'

export async function run() {
  await setUpAndBuild()
  say('built into dist/')
  return 0
}
