import { type Command, useAllCommands } from '../../app/commands.ts'
import { keyLabel } from '../../app/key-match.ts'
import { IS_MAC } from '../../app/platform.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'

/** Every key and what it does. */
export function KeySheet({ onClose }: { onClose(): void }) {
  const commands = useAllCommands().filter((command) => (command.keys ?? []).length > 0)
  const groups = Map.groupBy(commands, (command) => command.group)

  return (
    <Dialog
      open
      title="Keys"
      description={`They work wherever nothing is being typed; those with ${keyLabel('Mod', IS_MAC)} everywhere.`}
      width="large"
      textOnly
      onClose={onClose}
    >
      <div className="columns-2 gap-8 max-sm:columns-1">
        {[...groups].map(([group, members]) => (
          <section key={group} className="mb-4 break-inside-avoid">
            <h3 className="mb-1 text-tiny font-semibold tracking-[0.6px] text-faint uppercase">{group}</h3>
            <dl>
              {members.map((command) => (
                <KeyLine key={command.id} command={command} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

function KeyLine({ command: { title, keys } }: { readonly command: Command }) {
  return (
    <div className="flex items-center justify-between gap-4 border-b border-line/55 py-1">
      <dt>{title}</dt>
      <dd className="flex shrink-0 gap-1">
        {keys?.map((key) => (
          <Kbd key={key}>{keyLabel(key, IS_MAC)}</Kbd>
        ))}
      </dd>
    </div>
  )
}
