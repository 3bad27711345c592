import { expect, test } from 'vitest'
import type { Command } from '../../app/commands.ts'
import { rankCommands } from './rank-commands.ts'

const command = (title: string, more: Partial<Command> = {}): Command => ({
  id: title,
  title,
  group: 'Capture',
  run: () => {},
  ...more,
})
const titles = (commands: readonly Command[], text: string) => rankCommands(commands, text).map((one) => one.title)

test('finds by every word, in any order, also by group', () => {
  const commands = [command('Replay'), command('Replay edited…'), command('Pin', { group: 'List' })]
  expect(titles(commands, 'edited rep')).toEqual(['Replay edited…'])
  expect(titles(commands, 'list')).toEqual(['Pin'])
})

test('what begins with the text comes first, otherwise the order stays', () => {
  const commands = [command('Unpin'), command('All pins'), command('Pin')]
  expect(titles(commands, 'pin')).toEqual(['Pin', 'Unpin', 'All pins'])
})

test('leaves out what cannot be done now and what is for keys only', () => {
  expect(titles([command('A', { enabled: false }), command('B', { keysOnly: true }), command('C')], '')).toEqual(['C'])
})
