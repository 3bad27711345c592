import fs from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { beforeEach, expect, test } from 'vitest'
import { tempFolder } from '../store/testing/temp-store.ts'
import { quietLog } from '../testing/quiet-log.ts'
import { openSecretBox, type SecretBox } from './secret-box.ts'

const CONTEXT = 'tunnel.ngrok.token'

let folder: string
let keyFile: string

beforeEach(() => {
  folder = tempFolder()
  keyFile = path.join(folder, 'secret.key')
})

test('gives back what was sealed, also to the next engine', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string(), (text, context) => {
      const sealed = open().seal(text, context)
      expect(open().unseal(sealed, context)).toBe(text.toWellFormed())
    }),
    { numRuns: 50 },
  )
})

test('neither the secret nor its place can be read from what is kept, and no two are alike', () => {
  const box = open()
  const sealed = box.seal('whsec_0123456789', CONTEXT)
  expect(Buffer.from(sealed).includes('whsec')).toBe(false)
  expect(Buffer.from(sealed).includes('ngrok')).toBe(false)
  expect(sealed).not.toEqual(box.seal('whsec_0123456789', CONTEXT))
})

test('opens in its own place only', () => {
  const box = open()
  const sealed = box.seal('secret', CONTEXT)
  expect(() => box.unseal(sealed, 'endpoint.stripe.secret')).toThrow(/not in its place/)
})

test('notices every changed, missing and added byte', () => {
  const box = open()
  const sealed = box.seal('secret', CONTEXT)
  for (let at = 0; at < sealed.length; at += 1) {
    const changed = Uint8Array.from(sealed)
    changed[at] = (changed[at] as number) ^ 1
    expect(() => box.unseal(changed, CONTEXT)).toThrow(/Enter it again|enter it again|enter the secret again/)
    expect(() => box.unseal(sealed.subarray(0, at), CONTEXT)).toThrow()
  }
  expect(() => box.unseal(Buffer.concat([sealed, Buffer.of(0)]), CONTEXT)).toThrow(/damaged/)
})

test('makes the key when the first secret needs it, and keeps it', () => {
  const box = open()
  expect(() => box.unseal(Buffer.alloc(64), CONTEXT)).toThrow(/is missing/)
  expect(fs.existsSync(keyFile)).toBe(false)
  box.seal('secret', CONTEXT)
  const key = fs.readFileSync(keyFile, 'latin1')
  open().seal('another', CONTEXT)
  expect(fs.readFileSync(keyFile, 'latin1')).toBe(key)
})

test.runIf(process.platform !== 'win32')('only the owner can read the key, also after others were let in', () => {
  open().seal('secret', CONTEXT)
  expect(fs.statSync(keyFile).mode & 0o777).toBe(0o600)
  fs.chmodSync(keyFile, 0o644)
  open().seal('secret', CONTEXT)
  expect(fs.statSync(keyFile).mode & 0o777).toBe(0o600)
})

test('names the missing key beside what is sealed, and makes no new one', () => {
  const sealed = open().seal('secret', CONTEXT)
  fs.rmSync(keyFile)
  const box = openSecretBox(folder, { hasSealed: () => true, log: quietLog() })
  expect(() => box.unseal(sealed, CONTEXT)).toThrow(`${keyFile} is missing`)
  expect(() => box.seal('secret', CONTEXT)).toThrow(/Put it back from a backup/)
  expect(fs.existsSync(keyFile)).toBe(false)
})

test.each([
  ['empty', ''],
  ['cut short', 'AAAA\n'],
  ['something else', 'x'.repeat(500)],
])('a key file that is %s is named and left as it is', (_name, content) => {
  fs.writeFileSync(keyFile, content)
  expect(() => open().seal('secret', CONTEXT)).toThrow(`${keyFile} is damaged`)
  expect(fs.readFileSync(keyFile, 'latin1')).toBe(content)
})

test('says when the key is another one', () => {
  const sealed = open().seal('secret', CONTEXT)
  fs.rmSync(keyFile)
  open().seal('new', CONTEXT)
  expect(() => open().unseal(sealed, CONTEXT)).toThrow(/another key/)
})

test('says when a newer Hookbench wrote it', () => {
  const sealed = open().seal('secret', CONTEXT)
  sealed[0] = 2
  expect(() => open().unseal(sealed, CONTEXT)).toThrow(/newer Hookbench/)
})

function open(): SecretBox {
  return openSecretBox(folder, { hasSealed: () => false, log: quietLog() })
}
