import { Archive, Minimize2 } from 'lucide-react'
import { useState } from 'react'
import type { StorageUsage } from '../../../shared/storage/storage-usage.ts'
import { useEngineState } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { countOf } from '../../ui/format-count.ts'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { showError, showToast } from '../../ui/toast.tsx'
import { BackupList } from './backup-list.tsx'
import { storageParts } from './storage-parts.ts'
import { useLookAgain, useStorageUsage } from './storage-queries.ts'

const UPKEEP = {
  compact: 'Compacting the database',
  backup: 'Backing up',
  check: 'Looking the backup over',
} as const

/** What takes space in the data folder, and what can be done about it. */
export function StorageSettings() {
  const { data: usage, error, refetch } = useStorageUsage()
  const upkeep = useEngineState().data?.upkeep ?? null
  const lookAgain = useLookAgain()
  const [busy, setBusy] = useState(false)
  const run = async (work: () => Promise<string>) => {
    setBusy(true)
    try {
      showToast({ text: await work(), timeout: 5_000 })
    } catch (problem) {
      showError(problem)
    } finally {
      setBusy(false)
      lookAgain()
    }
  }
  const compact = () =>
    run(async () => `${formatBytes((await call('storage.compact', {})).freed)} given back to the disk`)
  const backUp = () => run(async () => `Backed up: ${formatBytes((await call('storage.backup', {})).bytes)}`)

  if (!usage && error)
    return <ErrorState title="The data folder could not be looked at" error={error} retry={() => void refetch()} />
  if (!usage) return <Spinner label="Looking at the data folder" />
  return (
    <div className="flex flex-col gap-4">
      <Parts usage={usage} />
      {upkeep ? (
        <div className="flex items-center gap-3">
          <div className="flex min-w-0 flex-1 flex-col gap-1">
            <span>{UPKEEP[upkeep.what]}…</span>
            <ProgressBar
              label={UPKEEP[upkeep.what]}
              value={upkeep.done}
              max={upkeep.what === 'check' ? null : upkeep.total}
            />
          </div>
          <Button onClick={() => void call('storage.cancel', {}).catch(showError)}>Cancel</Button>
        </div>
      ) : (
        <div className="flex gap-2">
          <Button icon={<Minimize2 />} disabled={busy || usage.database.free === 0} onClick={() => void compact()}>
            Compact now
          </Button>
          <Button icon={<Archive />} disabled={busy} onClick={() => void backUp()}>
            Back up now
          </Button>
        </div>
      )}
      <BackupList usage={usage} disabled={busy || upkeep !== null} />
      <Endpoints usage={usage} />
    </div>
  )
}

function Parts({ usage }: { readonly usage: StorageUsage }) {
  const parts = storageParts(usage)
  const total = parts.reduce((sum, { bytes }) => sum + bytes, 0)
  return (
    <table className="w-full border-collapse text-left" aria-label="What takes space">
      <tbody>
        {parts.map(({ label, bytes, note }) => (
          <tr key={label} className="border-b border-line/55">
            <th scope="row" className="py-1 pr-3 align-top font-normal whitespace-nowrap">
              {label}
            </th>
            <td className="w-[90px] py-1 pr-3 text-right align-top font-mono text-small whitespace-nowrap">
              {formatBytes(bytes)}
            </td>
            <td className="w-[18%] py-2.5 pr-3">
              <div aria-hidden className="h-1 overflow-hidden rounded-full bg-line">
                <div className="h-full bg-solid" style={{ width: `${(bytes / Math.max(1, total)) * 100}%` }} />
              </div>
            </td>
            <td className="py-1 text-small text-dim">{note}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className="py-1 pr-3 font-medium">
            In all
          </th>
          <td className="py-1 pr-3 text-right font-mono text-small font-medium whitespace-nowrap">
            {formatBytes(total)}
          </td>
          <td />
          <td className="truncate py-1 text-small text-dim">{usage.dataFolder}</td>
        </tr>
      </tfoot>
    </table>
  )
}

function Endpoints({ usage }: { readonly usage: StorageUsage }) {
  const endpoints = usage.endpoints.filter(({ captures }) => captures > 0).sort((a, b) => b.bytes - a.bytes)
  if (endpoints.length < 2) return null
  return (
    <table className="w-full border-collapse text-left" aria-label="Bodies by endpoint">
      <SmallTitle as="caption" className="pb-1 text-left">
        Bodies by endpoint
      </SmallTitle>
      <tbody>
        {endpoints.map(({ slug, captures, bytes }) => (
          <tr key={slug} className="border-b border-line/55">
            <th scope="row" className="py-1 pr-3 font-normal">
              {slug}
            </th>
            <td className="w-[110px] py-1 pr-3 text-right text-dim">{countOf(captures, 'capture')}</td>
            <td className="w-[90px] py-1 text-right font-mono text-small whitespace-nowrap">{formatBytes(bytes)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
