import os from 'node:os'
import type { EngineState } from '../../shared/engine/engine-state.ts'
import type { Settings } from '../../shared/settings/settings.ts'
import type { Store } from './store/store.ts'

/** What helps to understand a bug report. No captured content, no secrets, no names of endpoints. */
export function diagnostics(state: EngineState, settings: Settings, store: Store): string {
  const { captures, bytes } = store.counts.total()
  const { rss, heapUsed } = process.memoryUsage()
  const lines: Array<[string, unknown]> = [
    ['Hookbench', state.version],
    ['System', `${os.type()} ${os.release()} ${process.arch}`],
    [
      'Node',
      `${process.version} (${process.versions.electron === undefined ? 'own process' : `Electron ${process.versions.electron}`})`,
    ],
    ['Running for', `${Math.round((Date.now() - state.startedAt) / 1000)} s`],
    ['Memory', `${mib(rss)} MiB resident, ${mib(heapUsed)} MiB heap`],
    ['Receiver', `port ${state.receiver.port}, ${state.receiver.urls.length} addresses`],
    ['Store', state.store.kind === 'ok' ? 'ok' : `failing: ${state.store.message}`],
    ['Captures', `${captures}, ${mib(bytes)} MiB of bodies, ${mib(store.pages.usedBytes)} MiB used`],
    ['Search index', describeIndex(state.searchIndex)],
    ['Tunnel', state.tunnel.kind === 'off' ? 'off' : `${state.tunnel.via}, ${state.tunnel.kind}`],
    [
      'Forward queue',
      `${state.forwardQueue.waiting} waiting, ${state.forwardQueue.running} running, ${state.forwardQueue.dropped} dropped`,
    ],
    ['Retention', JSON.stringify(settings.retention)],
    ['Notices', state.notices.map((notice) => notice.message).join(' | ') || 'none'],
  ]
  return lines.map(([name, value]) => `${name}: ${String(value)}`).join('\n')
}

function describeIndex(index: EngineState['searchIndex']): string {
  if (index === null) return 'not looked at yet'
  if (index.failure !== null) return `failing: ${index.failure}`
  return `${index.behind} captures behind, ${index.seconds} s`
}

function mib(bytes: number): number {
  return Math.round(bytes / 1024 / 1024)
}
