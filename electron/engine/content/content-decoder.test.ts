import { setTimeout } from 'node:timers/promises'
import zlib from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { ContentDecoder } from './content-decoder.ts'

test('what is asked while an idle thread ends is answered by the next', async () => {
  const decoder = new ContentDecoder(0)
  onTestFinished(() => decoder.close())
  const text = Buffer.from('decoded')
  for (let round = 0; round < 12; round++) {
    // The idle timer fires, and the thread takes longer than this to end.
    await setTimeout(2)
    const { bytes } = await decoder.decode(zlib.gzipSync(text), 'gzip')
    expect(text.equals(bytes)).toBe(true)
  }
})

test('closing tells whoever still waits', async () => {
  const decoder = new ContentDecoder()
  const waiting = decoder.decode(zlib.gzipSync('x'), 'gzip')
  const told = expect(waiting).rejects.toThrow(/decoding thread ended/)
  await decoder.close()
  await told
})
