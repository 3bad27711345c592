import { useCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'

/** Taking captures out of Hookbench, from anywhere. Used once, by the app. */
export function useShareCommands(): void {
  useCommands([
    {
      id: 'share.export',
      title: 'Export captures…',
      group: 'Sharing',
      keys: ['Shift+e', 'Mod+Shift+e'],
      run: () => openDialog({ kind: 'export' }),
    },
    {
      id: 'share.redaction',
      title: 'What is redacted before sharing…',
      group: 'Sharing',
      run: () => openDialog({ kind: 'settings', tab: 'sharing' }),
    },
  ])
}
