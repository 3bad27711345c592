import { Group, Panel, useDefaultLayout } from 'react-resizable-panels'
import { CapturePane } from '../features/captures/capture-pane.tsx'
import { ResizeHandle } from '../ui/resize-handle.tsx'
import { DetailRegion } from './detail-region.tsx'
import { Sidebar } from './sidebar.tsx'
import { useIsNarrow } from './use-is-narrow.ts'

/** Sidebar, list and detail side by side; in a narrow window the detail lies over the list. */
export function Workspace() {
  const narrow = useIsNarrow()
  return narrow ? <NarrowPanes /> : <WidePanes />
}

function WidePanes() {
  const layout = useDefaultLayout({ id: 'hookbench.panes', storage: localStorage })
  return (
    <Group className="min-h-0 flex-1" {...layout}>
      <Panel id="sidebar" defaultSize={200} minSize={150} maxSize={360} groupResizeBehavior="preserve-pixel-size">
        <Sidebar />
      </Panel>
      <ResizeHandle label="Width of the sidebar" />
      <Panel id="captures" defaultSize="43%" minSize={300}>
        <CapturePane />
      </Panel>
      <ResizeHandle label="Width of the list" />
      <Panel id="detail" minSize={340}>
        <DetailRegion />
      </Panel>
    </Group>
  )
}

function NarrowPanes() {
  const layout = useDefaultLayout({ id: 'hookbench.panes.narrow', storage: localStorage })
  return (
    <Group className="min-h-0 flex-1" {...layout}>
      <Panel id="sidebar" defaultSize={180} minSize={120} maxSize={300} groupResizeBehavior="preserve-pixel-size">
        <Sidebar />
      </Panel>
      <ResizeHandle label="Width of the sidebar" />
      <Panel id="captures" minSize={260} className="relative">
        <CapturePane />
        <DetailRegion over />
      </Panel>
    </Group>
  )
}
