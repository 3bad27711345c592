import { expect, test } from 'vitest'
import { type KeyPress, keyLabel, matchesKey } from './key-match.ts'

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
})

test('a plain letter does not fire with a modifier held', () => {
  expect(matchesKey(press('r'), 'r', false)).toBe(true)
  expect(matchesKey(press('r', { ctrlKey: true }), 'r', false)).toBe(false)
  expect(matchesKey(press('r', { metaKey: true }), 'r', false)).toBe(false)
  expect(matchesKey(press('r', { altKey: true }), 'r', false)).toBe(false)
})

test('Mod is ⌘ on a Mac and Ctrl elsewhere', () => {
  expect(matchesKey(press('k', { metaKey: true }), 'Mod+k', true)).toBe(true)
  expect(matchesKey(press('k', { ctrlKey: true }), 'Mod+k', true)).toBe(false)
  expect(matchesKey(press('k', { ctrlKey: true }), 'Mod+k', false)).toBe(true)
})

test('Shift tells letters apart, but not signs that need it', () => {
  expect(matchesKey(press('J', { shiftKey: true }), 'j', false)).toBe(false)
  expect(matchesKey(press('J', { shiftKey: true }), 'Shift+j', false)).toBe(true)
  expect(matchesKey(press('?', { shiftKey: true }), '?', false)).toBe(true)
  expect(matchesKey(press('/'), '/', false)).toBe(true)
  expect(matchesKey(press('ArrowDown', { shiftKey: true }), 'ArrowDown', false)).toBe(false)
})

test('shows keys as the platform writes them', () => {
  expect(keyLabel('Mod+k', true)).toBe('⌘K')
  expect(keyLabel('Mod+k', false)).toBe('Ctrl K')
  expect(keyLabel('k', true)).toBe('k')
  expect(keyLabel('Escape', false)).toBe('Esc')
})
