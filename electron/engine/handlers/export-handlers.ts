import type { Handlers } from '../../../shared/contract/contract.ts'
import type { ExportService } from '../share/export-service.ts'

export function exportHandlers(exports: ExportService): Pick<Handlers, 'export.start' | 'export.cancel'> {
  return {
    'export.start': (request) => exports.start(request),
    'export.cancel': ({ id }) => ({ cancelled: exports.cancel(id) }),
  }
}
