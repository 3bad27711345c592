import type { TunnelTab } from '../../app/dialogs.ts'
import { useEngineState, useSettings } from '../../app/engine-queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogTabs } from '../../ui/dialog-tabs.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { TunnelCheck } from '../tunnel-check/tunnel-check.tsx'
import { HostKeyPanel } from './host-key-panel.tsx'
import { TunnelForm } from './tunnel-form.tsx'
import { TunnelNow } from './tunnel-now.tsx'

interface TunnelDialogProps {
  readonly tab: TunnelTab | undefined
  onClose(): void
}

/** The public URL: how it does, and how it is got. */
export function TunnelDialog({ tab, onClose }: TunnelDialogProps) {
  const { data: settings, error, refetch } = useSettings()
  const engine = useEngineState().data
  const tunnel = engine?.tunnel
  const isOn = tunnel !== undefined && tunnel.kind !== 'off' && tunnel.kind !== 'refused'

  return (
    <Dialog open title="Public URL" width="large" onClose={onClose}>
      {!settings && error && (
        <ErrorState title="The settings could not be read" error={error} retry={() => void refetch()} />
      )}
      {(!settings || !tunnel) && !error && <Spinner label="Reading the settings" />}
      {settings && tunnel && (
        <>
          {tunnel.kind === 'refused' && tunnel.hostKey !== null && <HostKeyPanel hostKey={tunnel.hostKey} />}
          <DialogTabs
            label="Public URL"
            initial={tab ?? (isOn ? 'now' : 'settings')}
            items={[
              { value: 'now', label: 'Now', content: <TunnelNow tunnel={tunnel} /> },
              {
                value: 'settings',
                label: 'Kind and settings',
                content: <TunnelForm settings={settings.tunnel} state={tunnel} onOpened={onClose} />,
              },
              { value: 'check', label: 'What it changes', content: <TunnelCheck tunnel={tunnel} /> },
            ]}
          />
        </>
      )}
    </Dialog>
  )
}
