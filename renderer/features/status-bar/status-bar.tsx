import { useAllCommands } from '../../app/commands.ts'
import { useConnection, useEngineState } from '../../app/engine-queries.ts'
import { keyLabel } from '../../app/key-match.ts'
import { IS_MAC } from '../../app/platform.ts'
import { Dot } from '../../ui/dot.tsx'
import { formatBytes } from '../../ui/format-bytes.ts'
import { countOf } from '../../ui/format-count.ts'
import { formatDuration } from '../../ui/format-duration.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { useCaptureCount } from '../captures/use-capture-count.ts'

const HINTS = [
  { keys: ['j', 'k'], label: 'move', needs: null },
  { keys: ['Enter'], label: 'open', needs: null },
  { keys: ['r'], label: 'replay', needs: 'r' },
  { keys: ['e'], label: 'edit', needs: 'e' },
  { keys: ['/'], label: 'filter', needs: '/' },
  { keys: ['?'], label: 'keys', needs: '?' },
] as const

/** Less than this is no news: the index is written in batches. */
const LAG_SHOWN_S = 1
const INDEX_LAGS = 'What the index lacks is looked through capture by capture: nothing is missed, it only takes longer.'

/** How much is kept, what is on its way, and the keys that are used most. */
export function StatusBar() {
  const count = useCaptureCount().data
  const engine = useEngineState().data
  const queue = engine?.forwardQueue
  const index = engine?.searchIndex
  const connection = useConnection()
  const commands = useAllCommands()
  const offered = (key: string | null) =>
    key === null || commands.some((command) => command.keys?.includes(key) && command.enabled !== false)

  return (
    <footer className="flex h-[26px] shrink-0 items-center gap-4.5 overflow-hidden border-t border-line bg-panel px-3.5 text-[11.5px] whitespace-nowrap text-dim select-none">
      {count && (
        <span>
          {countOf(count.total, 'capture')} · {formatBytes(count.bytes)}
          {count.pinned > 0 && ` · ${count.pinned} pinned`}
        </span>
      )}
      {queue && queue.waiting + queue.running > 0 && (
        <span>{countOf(queue.waiting + queue.running, 'forward')} on the way</span>
      )}
      {queue && queue.dropped > 0 && <span className="text-bad">{countOf(queue.dropped, 'forward')} dropped</span>}
      {index && (index.failure !== null || index.seconds >= LAG_SHOWN_S) && (
        <span className={index.failure === null ? undefined : 'text-bad'} title={index.failure ?? INDEX_LAGS}>
          {index.failure === null
            ? `search index lags ${formatDuration(index.seconds * 1000)}, ${countOf(index.behind, 'capture')}`
            : 'search index fails'}
        </span>
      )}
      {connection === 'down' && (
        <span className="inline-flex items-center gap-1.5">
          <Dot tone="bad" /> engine away
        </span>
      )}
      <span className="flex-1" />
      <span aria-hidden className="flex gap-4 max-[760px]:hidden">
        {HINTS.filter((hint) => offered(hint.needs)).map((hint) => (
          <span key={hint.label} className="inline-flex items-center gap-1">
            {hint.keys.map((key) => (
              <Kbd key={key}>{keyLabel(key, IS_MAC)}</Kbd>
            ))}
            {hint.label}
          </span>
        ))}
      </span>
    </footer>
  )
}
