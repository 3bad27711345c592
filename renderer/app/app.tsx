import { useEffect } from 'react'
import { useFollowCaptureCount } from '../features/captures/use-capture-count.ts'
import { useIncoming } from '../features/share/use-incoming.ts'
import { useShareCommands } from '../features/share/use-share-commands.ts'
import { StatusBar } from '../features/status-bar/status-bar.tsx'
import { Banners } from '../features/top-bar/banners.tsx'
import { TopBar } from '../features/top-bar/top-bar.tsx'
import { useTunnelNews } from '../features/tunnel/use-tunnel-news.ts'
import { ErrorBoundary } from '../ui/error-boundary.tsx'
import { Toasts } from '../ui/toast.tsx'
import { useCommandKeys } from './commands.ts'
import { DialogHost } from './dialog-host.tsx'
import { useSettings } from './engine-queries.ts'
import { applyTheme } from './theme.ts'
import { Workspace } from './workspace.tsx'

/** The screen. */
export function App() {
  useCommandKeys()
  useFollowCaptureCount()
  useTunnelNews()
  useShareCommands()
  useIncoming()
  const theme = useSettings().data?.theme
  useEffect(() => theme && applyTheme(theme), [theme])

  return (
    <div className="flex h-full min-w-[480px] flex-col">
      <TopBar />
      <Banners />
      <main className="flex min-h-0 flex-1">
        <ErrorBoundary title="The screen met a bug">
          <Workspace />
        </ErrorBoundary>
      </main>
      <StatusBar />
      <ErrorBoundary title="The window could not be shown">
        <DialogHost />
      </ErrorBoundary>
      <Toasts />
    </div>
  )
}
