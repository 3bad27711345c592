import type { Command } from 'commander'
import { ZodError } from 'zod'
import { parseTags } from '../../shared/capture/capture-tag.ts'
import { AppError } from '../../shared/contract/errors.ts'
import { dataFolder } from '../data-folder.ts'
import { findRunningEngine } from '../transport/http/client.ts'
import { type CommandContext, UsageError } from './command-context.ts'
import { readerFromClient } from './engine-access.ts'
import { findCapture, ID_HELP } from './find-capture.ts'

interface TagOptions {
  readonly data?: string
  readonly add: ReadonlyArray<string>
  readonly remove: ReadonlyArray<string>
}

export function addTagCommand(program: Command, context: CommandContext): void {
  const gather = (text: string, before: ReadonlyArray<string>): ReadonlyArray<string> => [...before, ...tagsOf(text)]
  program
    .command('tag')
    .summary('put tags beside captures, or take them off')
    .description('Puts tags beside captures, to find them by, or takes them off.')
    .argument('<id...>', ID_HELP)
    .option('-a, --add <tags>', 'tags to put there, parted by commas; may be given several times', gather, [])
    .option('-r, --remove <tags>', 'tags to take off, likewise', gather, [])
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
A Hookbench must run on the data folder.

Examples:
  hookbench tag latest --add refunds,to-check
  hookbench captures --filter tag:refunds`,
    )
    .action((ids: string[], _options, command: Command) => tag(context, ids, command.optsWithGlobals<TagOptions>()))
}

async function tag({ out, env }: CommandContext, wanted: ReadonlyArray<string>, options: TagOptions): Promise<void> {
  const { add, remove } = options
  if (add.length + remove.length === 0) throw new UsageError('Say which tags: --add refunds, or --remove refunds.')
  const running = await findRunningEngine(dataFolder({ asked: options.data, env }))
  if (running === null) {
    throw new AppError('unavailable', 'No Hookbench runs on this data folder. Start `hookbench serve`, then tag.')
  }
  const reader = readerFromClient(running.client)
  const ids: string[] = []
  for (const text of wanted) ids.push((await findCapture(reader, text)).id)
  await running.client.call('captures.tag', { ids, add: [...add], remove: [...remove] })
  for (const id of ids) {
    const { tags } = await running.client.call('captures.get', { id })
    await out.line(`${id} ${tags.join(' ')}`.trimEnd())
  }
}

function tagsOf(text: string): string[] {
  try {
    return parseTags(text)
  } catch (error) {
    if (error instanceof ZodError) throw new UsageError(error.issues[0]?.message ?? 'That is no tag.')
    throw error
  }
}
