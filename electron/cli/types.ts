import { setTimeout as sleep } from 'node:timers/promises'
import { type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import type { LearnedType, TypesRequest, WrittenTypes } from '../../shared/shape/learned-types.ts'
import { TYPE_LANGUAGES, type TypeLanguage } from '../../shared/shape/type-language.ts'
import { dataFolder } from '../data-folder.ts'
import { readTypeList, readTypes } from '../engine/shapes/read-types.ts'
import { openReadingDatabase } from '../engine/store/open-database.ts'
import { type EngineClient, findRunningEngine } from '../transport/http/client.ts'
import type { CommandContext } from './command-context.ts'
import { checkEndpointOptionIn } from './endpoint-option.ts'
import { printable, printableLines } from './printable.ts'
import { ProgressLine } from './progress-line.ts'
import { writeWhole } from './write-whole.ts'

interface TypesOptions {
  readonly event?: string
  readonly endpoint?: string
  readonly lang: TypeLanguage
  readonly output: string
  readonly data?: string
}

/** What has just come is looked at within moments; who asks should not have to know. */
const WAIT_MS = 5000
const ASK_AGAIN_MS = 100

export function addTypesCommand(program: Command, context: CommandContext): void {
  program
    .command('types')
    .summary('types of an event, from all its captures')
    .description('Writes the types of an event, from all its captures: TypeScript, JSON Schema (2020-12) or Zod 4.')
    .option('--event <type>', 'the event type, as `hookbench captures` shows it; "" for captures without one')
    .option('--endpoint <slug>', 'only captures of this endpoint')
    .addOption(new Option('--lang <language>', 'what to write').choices(TYPE_LANGUAGES).default('ts'))
    .option('-o, --output <file>', 'where to; - for the standard output', '-')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addHelpText(
      'after',
      `
Without --event it lists the event types that there are, with how many captures of each.

Examples:
  hookbench types
  hookbench types --event payment_intent.succeeded -o payment-intent.ts
  hookbench types --event pull_request.opened --endpoint github --lang schema`,
    )
    .action((_options, command: Command) => types(context, command.optsWithGlobals<TypesOptions>()))
}

async function types(context: CommandContext, options: TypesOptions): Promise<void> {
  const folder = dataFolder({ asked: options.data, env: context.env })
  await checkEndpointOptionIn(folder, options)
  const reader = await openTypesReader(context, folder)
  try {
    if (options.event === undefined) await printList(context, await reader.list(), options.endpoint)
    else await writeTypes(context, await reader.types(requestOf(options.event, options)), options.output)
  } finally {
    await reader.close()
  }
}

async function printList(
  { out, err }: CommandContext,
  all: LearnedType[],
  endpoint: string | undefined,
): Promise<void> {
  const types = all.filter((type) => endpoint === undefined || type.endpoint === endpoint)
  if (types.length === 0) await err.line('There are no captures to make types from yet.')
  for (const { eventType, endpoint: slug, provider, captures } of types) {
    const source = provider === '' ? slug : `${slug} (${provider})`
    await out.line(
      `${String(captures).padStart(7)}  ${printable(eventType) || '(no event type)'}  ${printable(source)}`,
    )
  }
}

async function writeTypes({ out, err }: CommandContext, types: WrittenTypes, file: string): Promise<void> {
  const text = file === '-' && out.isTerminal ? printableLines(types.text) : types.text
  await writeWhole(out, file, pieces(text))
  if (types.behind > 0) await err.line(`${types.behind} captures have not been looked at.`)
  if (file !== '-') await err.line(`Types of ${types.captures} captures, in ${file}.`)
}

async function* pieces(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

function requestOf(eventType: string, { endpoint, lang }: TypesOptions): TypesRequest {
  return { eventType, language: lang, ...(endpoint !== undefined && { endpoint }) }
}

interface TypesReader {
  list(): Promise<LearnedType[]>
  types(request: TypesRequest): Promise<WrittenTypes>
  close(): Promise<void>
}

/** Of the running engine; without one, of the files alone. */
async function openTypesReader(context: CommandContext, folder: string): Promise<TypesReader> {
  const running = await findRunningEngine(folder)
  if (running !== null) {
    const { client } = running
    return {
      list: () => listOnceLearned(client),
      types: async (request) => {
        await listOnceLearned(client)
        return client.call('types.get', request)
      },
      close: async () => {},
    }
  }
  const db = openReadingDatabase(folder)
  const stopped = context.takeStopSignals()
  const line = new ProgressLine(context.err)
  return {
    list: () => readTypeList(db),
    types: async (request) => {
      try {
        return await readTypes(db, request, async ({ done, total }) => {
          if (stopped.aborted) throw new AppError('conflict', 'Stopped. Nothing was written.')
          await line.show(`${Math.floor((done / total) * 100)} % of what is new`)
        })
      } finally {
        await line.end()
      }
    },
    close: async () => void db.close(),
  }
}

async function listOnceLearned(client: EngineClient): Promise<LearnedType[]> {
  const deadline = performance.now() + WAIT_MS
  for (;;) {
    const { types, behind } = await client.call('types.list', {})
    if (behind === 0 || performance.now() > deadline) return types
    await sleep(ASK_AGAIN_MS)
  }
}
