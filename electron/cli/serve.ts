import { type Command, Option } from 'commander'
import { AppError } from '../../shared/contract/errors.ts'
import { TUNNEL_KINDS, type TunnelKindId } from '../../shared/tunnel/tunnel-kind.ts'
import { dataFolder } from '../data-folder.ts'
import type { Engine } from '../engine/engine.ts'
import { openLog, type RotatingLog } from '../engine/log/rotating-log.ts'
import { startRestorableEngine } from '../engine/restorable-engine.ts'
import type { TunnelOverrides } from '../engine/tunnel/tunnel-overrides.ts'
import { findRunningEngine } from '../transport/http/client.ts'
import { type ControlSide, openControlSide } from '../transport/http/control-side.ts'
import { nameHolder } from '../transport/http/name-holder.ts'
import { logFaults } from '../transport/log-faults.ts'
import { CaptureFeed } from './capture-feed.ts'
import type { CommandContext } from './command-context.ts'
import { callHandlers } from './engine-access.ts'
import { canOpenBrowser, openBrowser } from './open-browser.ts'
import { parsePort, parseSeconds, parseSubdomain, parseTunnelHost } from './option-parsers.ts'
import { readVersion } from './read-version.ts'
import { screenFolder } from './screen-folder.ts'
import { humanReporter, jsonReporter, type ServeReporter } from './serve-reporter.ts'

interface ServeOptions {
  readonly port?: number
  readonly uiPort?: number
  readonly host?: string
  readonly data?: string
  /** `true`: the kind that the settings name. */
  readonly tunnel?: TunnelKindId | true
  readonly tunnelHost?: string
  readonly tunnelSubdomain?: string
  readonly tunnelProbe?: number
  readonly open: boolean
  readonly json?: true
}

export function addServeCommand(program: Command, context: CommandContext): void {
  program
    .command('serve')
    .summary('receive webhooks, with the screen in a browser')
    .description('Receives webhooks and serves the screen to a browser on this machine, until it is stopped.')
    .option('--port <n>', 'port of the receiver; 0 takes any free one (default: 4665, or the next free one)', parsePort)
    .option(
      '--ui-port <n>',
      'port of the screen; 0 takes any free one (default: 4666, or the next free one)',
      parsePort,
    )
    .option('--host <address>', 'address that the receiver listens on, such as 0.0.0.0 in a container')
    .option('--data <dir>', 'data folder (default: $HOOKBENCH_DATA, or the usual place)')
    .addOption(
      new Option('--tunnel [kind]', 'open a public URL, of the kind in the settings or of this one').choices(
        TUNNEL_KINDS,
      ),
    )
    .option('--tunnel-host <url>', 'localtunnel server that opens it', parseTunnelHost)
    .option('--tunnel-subdomain <name>', 'name to ask the localtunnel server for', parseSubdomain)
    .option('--tunnel-probe <seconds>', 'how often the public URL is tried (default: 30)', parseSeconds)
    .option('--no-open', 'open no browser')
    .option('--json', 'print events, one JSON object a line, and open no browser')
    .addHelpText(
      'after',
      `
A port that was asked for and is taken is an error; a default one gives way to the next free one.
The screen listens on this machine only, whatever --host says, and wants the token of its URL.

With --json the first line is {"event":"ready","receiver":…,"ui":…,"data":…}, then comes a line for each capture
({"event":"captured",…}, with the fields of \`hookbench captures --json\` but for what is found or put beside it
later: event, duplicate, tags) and for each state of the tunnel
({"event":"tunnel","state":"open","url":…}): off, opening, open, degraded, lost or refused, with "reason" where
there is one, and with "urlChanged":{"from":…,"to":…} while that is not acknowledged. A lost tunnel is opened again by itself. Warnings go to the standard error.

Examples:
  hookbench serve
  hookbench serve --tunnel
  hookbench serve --tunnel localtunnel --tunnel-subdomain my-hooks
  hookbench serve --port 0 --ui-port 0 --json --no-open`,
    )
    .action((_options, command: Command) => serve(context, command.optsWithGlobals<ServeOptions>()))
}

async function serve(context: CommandContext, options: ServeOptions): Promise<void> {
  checkTunnelOptions(options)
  const stop = context.takeStopSignals()
  const version = readVersion()
  const reporter = options.json ? jsonReporter(context) : humanReporter(context, version)
  const folder = dataFolder({ asked: options.data, env: context.env })
  const log = openLog(folder)
  context.onCrash(async (error) => {
    log.error('Hookbench crashed', error)
    await log.close()
  })
  try {
    const engine = await startOrSayWhoHolds(folder, options, log)
    try {
      const control = await openControl(engine, folder, version, options, log)
      try {
        await run(context, { engine, control, folder, options, reporter, log }, stop)
      } finally {
        await control.close()
      }
    } finally {
      await engine.close()
    }
  } catch (error) {
    if (!(error instanceof AppError)) log.error('Serving ended', error)
    throw error
  } finally {
    await log.close()
  }
}

interface Serving {
  readonly engine: Engine
  readonly control: ControlSide
  readonly folder: string
  readonly options: ServeOptions
  readonly reporter: ServeReporter
  readonly log: RotatingLog
}

async function run(context: CommandContext, serving: Serving, stop: AbortSignal): Promise<void> {
  const { engine, control, folder, options, reporter, log } = serving
  const { receiver, startedAt } = engine.state()
  const ui = control.uiUrlWithToken ?? ''
  await reporter.ready({ receiver: receiver.urls, ui, data: folder })
  // A port that was taken, a database that was set aside: what happened before anybody could listen.
  await reporter.state(engine.state())
  await warnOfOtherUiPort(serving)

  const unsubscribe = engine.subscribe((event) => {
    if (event.event === 'engine.changed') reporter.state(event.state).catch(sayFailure(log))
  })
  const feed = new CaptureFeed(
    { call: callHandlers(engine.handlers), subscribe: (listener) => engine.subscribe(listener) },
    startedAt,
    (capture) => reporter.captured(capture),
  )
  if (options.json) feed.start(sayFailure(log))
  if (options.tunnel !== undefined) engine.openTunnel(askedTunnel(options))
  const closeDoor = options.open && !options.json && canOpenBrowser(context.env) ? openBrowser(ui, folder) : null
  await aborted(stop)
  closeDoor?.()
  unsubscribe()
  if (options.json) await feed.stop()
}

/** Options that are localtunnel's ask for it. */
function askedTunnel({ tunnel, tunnelHost, tunnelSubdomain, tunnelProbe }: ServeOptions): TunnelOverrides {
  const isLocaltunnels = tunnelHost !== undefined || tunnelSubdomain !== undefined
  const kind = typeof tunnel === 'string' ? tunnel : isLocaltunnels ? 'localtunnel' : undefined
  return { kind, host: tunnelHost, subdomain: tunnelSubdomain, probeSeconds: tunnelProbe }
}

/** An option that would change nothing is a mistake. */
function checkTunnelOptions({ tunnel, tunnelHost, tunnelSubdomain, tunnelProbe }: ServeOptions): void {
  const given = Object.entries({
    '--tunnel-host': tunnelHost,
    '--tunnel-subdomain': tunnelSubdomain,
    '--tunnel-probe': tunnelProbe,
  }).find(([, value]) => value !== undefined)?.[0]
  if (given === undefined) return
  if (tunnel === undefined) throw new AppError('invalid-input', `${given} is for a tunnel: add --tunnel.`)
  if (given !== '--tunnel-probe' && tunnel !== true && tunnel !== 'localtunnel') {
    throw new AppError('invalid-input', `${given} is for localtunnel, and not for ${tunnel}.`)
  }
}

function sayFailure(log: RotatingLog): (error: unknown) => void {
  return (error) => log.error('Serving', error)
}

async function startOrSayWhoHolds(folder: string, options: ServeOptions, log: RotatingLog): Promise<Engine> {
  const { port, host } = options
  const receiver = { ...(port === undefined ? {} : { port }), ...(host === undefined ? {} : { host }) }
  try {
    return await startRestorableEngine({ dataFolder: folder, receiver, log })
  } catch (error) {
    throw await withWayToHolder(await nameHolder(error, folder), folder)
  }
}

/**
 * A screen's URL is of no use without its token. Whoever can read the control file is the user whom it lets in, and
 * the message goes to the terminal only: what a person can fix is not logged.
 */
async function withWayToHolder(error: unknown, folder: string): Promise<unknown> {
  if (!(error instanceof AppError) || error.kind !== 'conflict') return error
  const running = await findRunningEngine(folder).catch(() => null)
  if (running === null || running.control.uiUrl === null) return error
  const { uiUrl, token } = running.control
  return new AppError('conflict', `${error.message} To open its screen: ${uiUrl}/#token=${token}`, { cause: error })
}

async function openControl(
  engine: Engine,
  folder: string,
  version: string,
  options: ServeOptions,
  log: RotatingLog,
): Promise<ControlSide> {
  const control = await openControlSide({
    door: engine,
    reportFault: logFaults(log),
    dataFolder: folder,
    version,
    receiverPort: engine.state().receiver.port,
    screen: {
      folder: screenFolder(),
      port: options.uiPort ?? (await wantedUiPort(engine)),
      exactPort: options.uiPort !== undefined,
    },
  })
  engine.setUiUrl(control.uiUrl)
  return control
}

async function warnOfOtherUiPort({ engine, control, options, reporter }: Serving): Promise<void> {
  if (options.uiPort !== undefined || control.uiUrl === null) return
  const wanted = await wantedUiPort(engine)
  const port = Number(new URL(control.uiUrl).port)
  if (port !== wanted) await reporter.warn(`Port ${wanted} is taken, so the screen is on ${port}.`)
}

async function wantedUiPort(engine: Engine): Promise<number> {
  return (await engine.handlers['settings.get']({})).uiPort
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
