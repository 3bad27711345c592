import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { placeWindow, readWindowState, type WindowState, writeWindowState } from './window-state.ts'

const laptop = { x: 0, y: 25, width: 1280, height: 775 }
const monitor = { x: 1280, y: 0, width: 2560, height: 1440 }

test('puts a window back where it was', () => {
  const saved = { x: 1400, y: 100, width: 1600, height: 1000 }
  expect(placeWindow(saved, [laptop, monitor])).toEqual(saved)
})

test('brings a window back whose monitor is gone', () => {
  const saved = { x: 1400, y: 100, width: 1600, height: 1000 }
  expect(placeWindow(saved, [laptop])).toEqual(laptop)
})

test('does not leave a title bar above the screen', () => {
  expect(placeWindow({ x: 10, y: -400, width: 900, height: 800 }, [monitor])).not.toMatchObject({ y: -400 })
})

test('centres the first window', () => {
  expect(placeWindow(undefined, [monitor])).toEqual({ x: 1840, y: 270, width: 1440, height: 900 })
})

test('remembers a window, and forgets one that it cannot read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'window-state-'))
  const file = join(folder, 'window.json')
  try {
    expect(readWindowState(file)).toBeNull()
    const state: WindowState = { bounds: { x: 1, y: 2, width: 800, height: 600 }, maximized: true, theme: 'light' }
    writeWindowState(file, state)
    expect(readWindowState(file)).toEqual(state)
    writeFileSync(file, '{"bounds":')
    expect(readWindowState(file)).toBeNull()
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('a place that cannot be noted is no reason to fail', () => {
  const said = vi.spyOn(console, 'error').mockReturnValue()
  expect(() =>
    writeWindowState('/nowhere/window.json', { bounds: laptop, maximized: false, theme: 'dark' }),
  ).not.toThrow()
  expect(said).toHaveBeenCalledWith(expect.stringContaining('ENOENT'))
  said.mockRestore()
})
