import type { EngineParts } from './engine-parts.ts'

/** From the outside in: first nothing comes in any more, then nothing works, and what is kept is closed last. */
export async function endParts(parts: EngineParts): Promise<void> {
  const { foundation, receiver, publicUrl, lookingThrough, sending, keeping } = parts
  const { store, endpoints, feed, tell, uploads, log } = foundation
  const { signing, shapes, searchIndex } = lookingThrough
  const { imports, exports, retention, storage, importUploads } = keeping
  await Promise.all([publicUrl.tunnel.shutDown(), publicUrl.fidelity.close()])
  await receiver.close()
  await Promise.all([
    imports.close(),
    sending.forward.close(),
    sending.replay.close(),
    retention.stop(),
    signing.close(),
    searchIndex.close(),
  ])
  // It learns from what `signing` found.
  await shapes.close()
  await endpoints.close()
  feed.close()
  sending.deliveries.close()
  for (const announcement of Object.values(tell)) announcement.cancel()
  exports.close()
  await storage.close()
  await parts.decoder.close()
  uploads.close()
  importUploads.close()
  await store.close()
  log.info('Engine ended')
}
