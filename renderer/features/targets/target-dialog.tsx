import { useState } from 'react'
import { useTargets } from '../../app/engine-queries.ts'
import { call } from '../../host.ts'
import { FormDialog } from '../../ui/form-dialog.tsx'
import { Switch } from '../../ui/switch.tsx'
import { TextField } from '../../ui/text-field.tsx'

interface TargetDialogProps {
  /** The one to change; null for a new one. */
  readonly url: string | null
  onClose(): void
}

/** A target's name, URL and whether its certificate may be self-signed. */
export function TargetDialog({ url: known, onClose }: TargetDialogProps) {
  const target = useTargets().data?.find((one) => one.url === known)
  const [name, setName] = useState(target?.name ?? '')
  const [url, setUrl] = useState(known ?? '')
  const [allowSelfSigned, setAllowSelfSigned] = useState(target?.allowSelfSigned ?? false)
  const [error, setError] = useState<string | null>(null)
  const wrongUrl = url !== '' && !/^https?:\/\/[^\s/]/i.test(url) ? 'A target begins with http:// or https://.' : null

  const save = async () => {
    try {
      await call('targets.save', { url: url.trim(), name: name.trim() || url.trim(), allowSelfSigned })
      // A URL is what a target is known by: another URL is another target.
      if (known !== null && known !== url.trim()) await call('targets.delete', { url: known })
      onClose()
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason))
    }
  }

  return (
    <FormDialog
      title={known === null ? 'New target' : 'Target'}
      submit="Save target"
      canSubmit={url.trim() !== '' && wrongUrl === null}
      onSubmit={() => void save()}
      onClose={onClose}
    >
      <TextField label="Name" placeholder="My app" value={name} onChange={setName} maxLength={80} autoFocus />
      <TextField
        label="URL"
        mono
        placeholder="http://localhost:3000/*"
        value={url}
        onChange={(value) => {
          setUrl(value)
          setError(null)
        }}
        error={wrongUrl ?? error}
        hint="With /* at its end it takes the rest of the captured path and query; else it is used exactly as written."
      />
      <Switch
        label="Accept a self-signed certificate"
        hint="For a server of your own: any certificate is taken."
        checked={allowSelfSigned}
        onChange={setAllowSelfSigned}
      />
    </FormDialog>
  )
}
