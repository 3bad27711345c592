import { useState } from 'react'
import { type Settings, settings as settingsSchema } from '../../../shared/settings/settings.ts'
import { useEngineState } from '../../app/engine-queries.ts'
import { applyTheme, type Theme } from '../../app/theme.ts'
import { call } from '../../host.ts'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { showError } from '../../ui/toast.tsx'
import { FormFoot } from '../endpoints/form-foot.tsx'
import { useSaving } from '../endpoints/use-saving.ts'

const PORT_ERROR = 'A port is a whole number from 1 to 65535.'

/** Theme, ports, and who opens the public URL. */
export function GeneralSettings({ settings }: { readonly settings: Settings }) {
  const engine = useEngineState().data
  const [receiverPort, setReceiverPort] = useState(String(settings.receiverPort))
  const [uiPort, setUiPort] = useState(String(settings.uiPort))
  const [host, setHost] = useState(settings.tunnel.localtunnel.host)
  const [subdomain, setSubdomain] = useState(settings.tunnel.localtunnel.subdomain ?? '')
  const saving = useSaving()

  const { shape } = settingsSchema
  const receiver = shape.receiverPort.safeParse(Number(receiverPort))
  const ui = shape.uiPort.safeParse(Number(uiPort))
  const tunnel = shape.tunnel.shape.localtunnel.safeParse({ host: host.trim(), subdomain: subdomain.trim() || null })
  const wrong = new Set(tunnel.error?.issues.map((issue) => issue.path[0]))
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
        if (!receiver.success || !ui.success || !tunnel.success) return
        const localtunnel = tunnel.data
        void saving.run(call('settings.set', { receiverPort: receiver.data, uiPort: ui.data, tunnel: { localtunnel } }))
      }}
    >
      <div className="flex items-center gap-4">
        <span className="w-32 text-small font-medium text-dim">Theme</span>
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
      <div className="flex gap-3">
        <TextField
          label="Server that opens public URLs"
          mono
          className="flex-1"
          value={host}
          onChange={typing(setHost)}
          error={wrong.has('host') ? 'A URL with http:// or https://, such as https://localtunnel.me.' : null}
          hint="A localtunnel server. Taken when a public URL is opened next."
        />
        <TextField
          label="Subdomain to ask for"
          mono
          className="flex-1"
          placeholder="any"
          value={subdomain}
          onChange={typing(setSubdomain)}
          error={wrong.has('subdomain') ? 'At most 63 characters.' : null}
          hint="At most 63 characters. You may get another one if it is taken."
        />
      </div>
      <FormFoot saving={saving} wrong={!receiver.success || !ui.success || !tunnel.success} />
    </form>
  )
}
