import { SlidersHorizontal } from 'lucide-react'
import { useState } from 'react'
import { type Settings, settings as settingsSchema } from '../../../shared/settings/settings.ts'
import { TUNNEL_KIND_FACTS } from '../../../shared/tunnel/tunnel-kind.ts'
import { useEngineState } from '../../app/engine-queries.ts'
import { applyTheme, type Theme } from '../../app/theme.ts'
import { call } from '../../host.ts'
import { Button } from '../../ui/button.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { SmallTitle } from '../../ui/small-title.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showError } from '../../ui/toast.tsx'
import { FormFoot } from '../endpoints/form-foot.tsx'
import { useSaving } from '../endpoints/use-saving.ts'
import { showTunnel } from '../tunnel/tunnel-actions.ts'

const PORT_ERROR = 'A port is a whole number from 1 to 65535.'

/** Theme, ports, and the way to the public URL's own settings. */
export function GeneralSettings({ settings }: { readonly settings: Settings }) {
  const engine = useEngineState().data
  const [receiverPort, setReceiverPort] = useState(String(settings.receiverPort))
  const [uiPort, setUiPort] = useState(String(settings.uiPort))
  const saving = useSaving()

  const { shape } = settingsSchema
  const receiver = shape.receiverPort.safeParse(Number(receiverPort))
  const ui = shape.uiPort.safeParse(Number(uiPort))
  const typing = (set: (value: string) => void) => (value: string) => {
    set(value)
    saving.touched()
  }
  const chooseTheme = (theme: Theme) => {
    applyTheme(theme)
    call('settings.set', { theme }).catch(showError)
  }

  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault()
        if (!receiver.success || !ui.success) return
        void saving.run(call('settings.set', { receiverPort: receiver.data, uiPort: ui.data }))
      }}
    >
      <div className="flex items-center gap-4">
        <SmallTitle as="span" className="w-32">
          Theme
        </SmallTitle>
        <SegmentedControl
          label="Theme"
          value={settings.theme}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'dark', label: 'Dark' },
            { value: 'light', label: 'Light' },
          ]}
          onChange={chooseTheme}
        />
      </div>
      <div className="flex gap-3">
        <TextField
          label="Receiver port, at the next start"
          inputMode="numeric"
          className="flex-1"
          value={receiverPort}
          onChange={typing(setReceiverPort)}
          error={receiver.success ? null : PORT_ERROR}
          hint={engine ? `1 to 65535. Now ${engine.receiver.port}.` : '1 to 65535.'}
        />
        <TextField
          label="Port of the screen in a browser, at the next start"
          inputMode="numeric"
          className="flex-1"
          value={uiPort}
          onChange={typing(setUiPort)}
          error={ui.success ? null : PORT_ERROR}
          hint="1 to 65535. The desktop app opens no port for its screen."
        />
      </div>
      <div className="flex items-center gap-4">
        <SmallTitle as="span" className="w-32">
          Public URL
        </SmallTitle>
        <span>through {TUNNEL_KIND_FACTS[settings.tunnel.kind].label}</span>
        <Button icon={<SlidersHorizontal />} onClick={() => showTunnel('settings')}>
          Public URL settings…
        </Button>
      </div>
      <FormFoot saving={saving} wrong={!receiver.success || !ui.success} />
    </form>
  )
}
