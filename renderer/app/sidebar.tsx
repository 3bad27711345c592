import { Settings } from 'lucide-react'
import { EndpointSection } from '../features/endpoints/endpoint-section.tsx'
import { SavedFilterSection } from '../features/search/saved-filter-section.tsx'
import { TargetSection } from '../features/targets/target-section.tsx'
import { SidebarItem } from '../ui/sidebar.tsx'
import { useCommands } from './commands.ts'
import { openDialog } from './dialogs.ts'

/** Where captures come in, filters to find them by, where deliveries go, and the settings. */
export function Sidebar() {
  const openSettings = () => openDialog({ kind: 'settings' })
  useCommands([
    { id: 'app.settings', title: 'Settings…', group: 'App', keys: ['Mod+,'], run: openSettings },
    {
      id: 'app.types',
      title: 'Types of events…',
      group: 'App',
      run: () => openDialog({ kind: 'types', event: null }),
    },
  ])

  return (
    <nav aria-label="Endpoints and targets" className="flex h-full flex-col bg-panel p-2 select-none">
      <div className="flex min-h-0 flex-1 flex-col gap-3 overflow-y-auto">
        <EndpointSection />
        <SavedFilterSection />
        <TargetSection />
      </div>
      <SidebarItem icon={<Settings aria-hidden />} label="Settings" onClick={openSettings} />
    </nav>
  )
}
