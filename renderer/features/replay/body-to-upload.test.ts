import { expect, test } from 'vitest'
import { bodyToUpload } from './body-to-upload.ts'
import { UNEDITED_TEXT } from './replay-draft.ts'

const MIB = 1024 * 1024
const text = (length: number, charset = 'utf-8', unit = 'x') =>
  ({ kind: 'text', text: unit.repeat(length), charset }) as const

test('what is not changed, and a text of usual length, needs no upload', () => {
  expect(bodyToUpload({ kind: 'captured' })).toBeNull()
  expect(bodyToUpload(UNEDITED_TEXT)).toBeNull()
  expect(bodyToUpload(text(4 * MIB))).toBeNull()
})

test('a file is uploaded, and so is a long text, as UTF-8', async () => {
  const file = new File(['x'], 'x.bin')
  expect(bodyToUpload({ kind: 'file', file })).toBe(file)
  const bytes = bodyToUpload(text(2 * MIB + 1, 'UTF-8', 'é'))
  expect(bytes?.size).toBe(4 * MIB + 2)
  expect((await bytes?.text())?.slice(0, 3)).toBe('ééé')
})

test('a long text of another charset travels in the call up to 8 MiB; beyond, a file is asked for', () => {
  expect(bodyToUpload(text(8 * MIB, 'windows-1252'))).toBeNull()
  expect(() => bodyToUpload(text(8 * MIB + 1, 'windows-1252'))).toThrow(/choose the file/)
})

test('half a character is refused, not replaced', () => {
  expect(() => bodyToUpload({ kind: 'text', text: `${'x'.repeat(5 * MIB)}\ud800`, charset: 'utf-8' })).toThrow(
    /half a character/,
  )
})
