import type { SettingsTab } from '../../app/dialogs.ts'
import { useSettings } from '../../app/engine-queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { DialogTabs } from '../../ui/dialog-tabs.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import { StorageSettings } from '../storage/storage-settings.tsx'
import { DataSettings } from './data-settings.tsx'
import { GeneralSettings } from './general-settings.tsx'
import { LogSettings } from './log-settings.tsx'
import { RetentionSettings } from './retention-settings.tsx'
import { SharingSettings } from './sharing-settings.tsx'

/** Everything that can be set for the whole of Hookbench. */
export function SettingsDialog({ tab, onClose }: { readonly tab?: SettingsTab | undefined; onClose(): void }) {
  const { data: settings, error, refetch } = useSettings()

  return (
    <Dialog open title="Settings" width="large" onClose={onClose}>
      {!settings && error && (
        <ErrorState title="The settings could not be read" error={error} retry={() => void refetch()} />
      )}
      {!settings && !error && <Spinner label="Reading settings" />}
      {settings && (
        <DialogTabs
          label="Settings"
          initial={tab}
          items={[
            { value: 'general', label: 'General', content: <GeneralSettings settings={settings} /> },
            { value: 'retention', label: 'Retention', content: <RetentionSettings retention={settings.retention} /> },
            { value: 'sharing', label: 'Sharing', content: <SharingSettings rules={settings.redaction} /> },
            { value: 'storage', label: 'Storage', content: <StorageSettings />, fresh: true },
            { value: 'data', label: 'Data', content: <DataSettings /> },
            { value: 'log', label: 'Log and diagnostics', content: <LogSettings />, fresh: true },
          ]}
        />
      )}
    </Dialog>
  )
}
