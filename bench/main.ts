import { benchDiagnosis } from './diagnosis.ts'
import { benchDiff } from './diff.ts'
import { benchExport } from './export.ts'
import { benchFirstPage } from './first-page.ts'
import { benchMemory } from './memory.ts'
import { benchReceive } from './receive.ts'
import { benchReceiveBusy } from './receive-busy.ts'
import { benchReplay, type TargetKind } from './replay.ts'
import { benchSearch } from './search.ts'
import { benchSignature } from './signature.ts'
import { benchTunnel } from './tunnel.ts'

const benchmarks: Readonly<Record<string, () => Promise<string[]>>> = {
  receive: benchReceive,
  'receive-busy': benchReceiveBusy,
  memory: benchMemory,
  'first-page': benchFirstPage,
  tunnel: benchTunnel,
  signature: benchSignature,
  diagnosis: benchDiagnosis,
  diff: benchDiff,
  search: benchSearch,
  export: benchExport,
  replay: async () => [...(await replayLines('replay', 'handler')), ...(await replayLines('replay-bare', 'bare'))],
}

async function replayLines(name: string, kind: TargetKind): Promise<string[]> {
  const { replaysPerSecond, autocannonPerSecond, ratio } = await benchReplay(kind)
  const rates = `${Math.round(replaysPerSecond)}/s kept, autocannon ${Math.round(autocannonPerSecond)}/s`
  return [`${name}: ${rates}, ratio ${ratio.toFixed(2)}`]
}

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !Object.hasOwn(benchmarks, name))
if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${Object.keys(benchmarks).join(', ')}.`)
  process.exit(2)
}
for (const [name, run] of Object.entries(benchmarks)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  for (const line of await run()) console.log(line)
}
