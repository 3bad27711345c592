import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { type Command, runCommand, useAllCommands } from '../../app/commands.ts'
import { keyLabel } from '../../app/key-match.ts'
import { IS_MAC } from '../../app/platform.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { PaletteFrame, PaletteOption } from '../../ui/palette-frame.tsx'
import { rankCommands } from './rank-commands.ts'

/** Every command by name. */
export function Palette({ onClose }: { onClose(): void }) {
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const commands = rankCommands(useAllCommands(), text)
  const activeOption = useRef<HTMLDivElement>(null)
  const current = commands[Math.min(active, commands.length - 1)]

  // biome-ignore lint/correctness/useExhaustiveDependencies: scrolls whenever another one becomes active.
  useEffect(() => {
    activeOption.current?.scrollIntoView({ block: 'nearest' })
  }, [current?.id])

  const run = (command: Command | undefined) => {
    if (!command) return
    flushSync(onClose)
    // After the dialog has given the focus back, so that a command can take it; and before any further key, which is
    // meant for what the command opens.
    queueMicrotask(() => runCommand(command.id))
  }
  const step = (by: number) =>
    setActive((commands.length + Math.min(active, commands.length - 1) + by) % commands.length)

  return (
    <PaletteFrame
      label="Commands"
      icon={<Search aria-hidden />}
      value={text}
      activeId={current && optionId(current)}
      onChange={(value) => {
        setText(value)
        setActive(0)
      }}
      onKeyDown={(event) => {
        if (event.key === 'ArrowDown') step(1)
        else if (event.key === 'ArrowUp') step(-1)
        else if (event.key === 'Enter') run(current)
        else return
        event.preventDefault()
      }}
      onClose={onClose}
      empty={commands.length === 0 ? 'No command has these words in its name.' : null}
    >
      {commands.map((command, index) => (
        <PaletteOption
          key={command.id}
          id={optionId(command)}
          ref={command === current ? activeOption : null}
          active={command === current}
          onPoint={() => setActive(index)}
          onClick={() => run(command)}
        >
          <span className="min-w-0 flex-1 truncate">{command.title}</span>
          <span className="text-small text-faint">{command.group}</span>
          {command.keys?.[0] && <Kbd>{keyLabel(command.keys[0], IS_MAC)}</Kbd>}
        </PaletteOption>
      ))}
    </PaletteFrame>
  )
}

function optionId(command: Command): string {
  return `command-${command.id}`
}
