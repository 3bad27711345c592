import { useQuery } from '@tanstack/react-query'
import { call } from '../../host.ts'
import { LogView } from '../../ui/log-view.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { tunnelLogLines } from './tunnel-log-lines.ts'

const LINES = 1_000

/** What the log said last about tunnels; read anew whenever `state` is another. */
export function TunnelLog({ state }: { readonly state: string }) {
  const { data } = useQuery({
    queryKey: ['tunnel-log', state],
    queryFn: () => call('log.tail', { lines: LINES }),
    staleTime: 0,
    placeholderData: (before) => before,
  })
  const lines = data === undefined ? [] : tunnelLogLines(data.lines)
  if (lines.length === 0) return null
  return (
    <section className="flex flex-col gap-1">
      <SmallTitle>The log’s last words on it</SmallTitle>
      <LogView label="The log on the public URL" lines={lines} low />
    </section>
  )
}
