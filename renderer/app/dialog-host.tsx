import { assertNever } from '../../shared/assert-never.ts'
import { CompareDialog } from '../features/compare/compare-dialog.tsx'
import { CompareWithDialog } from '../features/compare/compare-with-dialog.tsx'
import { CopyAsDialog } from '../features/detail/copy-as-dialog.tsx'
import { EndpointDialog } from '../features/endpoints/endpoint-dialog.tsx'
import { NewEndpointDialog } from '../features/endpoints/new-endpoint-dialog.tsx'
import { KeySheet } from '../features/palette/key-sheet.tsx'
import { Palette } from '../features/palette/palette.tsx'
import { ReplayRunDialog } from '../features/replay/replay-run-dialog.tsx'
import { SaveFilterDialog } from '../features/search/save-filter-dialog.tsx'
import { SettingsDialog } from '../features/settings/settings-dialog.tsx'
import { ExportDialog } from '../features/share/export-dialog.tsx'
import { ImportDialog } from '../features/share/import-dialog.tsx'
import { TagsDialog } from '../features/tags/tags-dialog.tsx'
import { TargetDialog } from '../features/targets/target-dialog.tsx'
import { TunnelDialog } from '../features/tunnel/tunnel-dialog.tsx'
import { TypesDialog } from '../features/types/types-dialog.tsx'
import { closeDialog, useDialog } from './dialogs.ts'

/** The window that lies over the screen, if any. */
export function DialogHost() {
  const dialog = useDialog((state) => state.dialog)
  if (!dialog) return null
  switch (dialog.kind) {
    case 'settings':
      return <SettingsDialog tab={dialog.tab} onClose={closeDialog} />
    case 'keys':
      return <KeySheet onClose={closeDialog} />
    case 'palette':
      return <Palette onClose={closeDialog} />
    case 'copy-as':
      return <CopyAsDialog capture={dialog.capture} onClose={closeDialog} />
    case 'new-endpoint':
      return <NewEndpointDialog onClose={closeDialog} />
    case 'endpoint':
      return <EndpointDialog slug={dialog.slug} tab={dialog.tab} onClose={closeDialog} />
    case 'tunnel':
      return <TunnelDialog tab={dialog.tab} onClose={closeDialog} />
    case 'save-filter':
      return <SaveFilterDialog filter={dialog.filter} isNew={dialog.isNew} onClose={closeDialog} />
    case 'target':
      return <TargetDialog url={dialog.url} onClose={closeDialog} />
    case 'compare':
      return <CompareDialog left={dialog.left} right={dialog.right} onClose={closeDialog} />
    case 'compare-with':
      return <CompareWithDialog side={dialog.side} onClose={closeDialog} />
    case 'import':
      return <ImportDialog file={dialog.file} text={dialog.text} onClose={closeDialog} />
    case 'export':
      return <ExportDialog endpoint={dialog.endpoint ?? null} onClose={closeDialog} />
    case 'tags':
      return <TagsDialog captures={dialog.captures} onClose={closeDialog} />
    case 'types':
      return <TypesDialog event={dialog.event} onClose={closeDialog} />
    case 'replay-run':
      return <ReplayRunDialog captureIds={dialog.captureIds} onClose={closeDialog} />
    default:
      return assertNever(dialog)
  }
}
