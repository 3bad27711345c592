import { useCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'

/** Taking captures out of Hookbench and into it, from anywhere. Used once, by the app. */
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
      id: 'share.import',
      title: 'Import captures…',
      group: 'Sharing',
      keys: ['Shift+i', 'Mod+Shift+o'],
      run: () => openDialog({ kind: 'import' }),
    },
    {
      id: 'share.curl',
      title: 'New request from curl…',
      group: 'Sharing',
      run: () => openDialog({ kind: 'import' }),
    },
    {
      id: 'share.redaction',
      title: 'What is redacted before sharing…',
      group: 'Sharing',
      run: () => openDialog({ kind: 'settings', tab: 'sharing' }),
    },
  ])
}
