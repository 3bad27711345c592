import packageJson from '../package.json' with { type: 'json' }

/**
 * Node's flags for the engine's process, from package.json, where the plain-Node launcher reads them too. A small young
 * generation: what a flood of requests leaves behind is collected early, which saves about 80 MiB and costs little rate. An old
 * generation that has a limit grows in smaller steps: some 30 MiB. Bodies are not in it. So small a young generation is collected
 * by one thread as quickly as by five, which wake each other and wait in turn for a processor that the receiver wants. And no object begins its life in the old generation because
 * others of its kind survived a burst: dead ones there keep alive what they point to, which is the whole request.
 */
export const ENGINE_NODE_FLAGS: ReadonlyArray<string> = packageJson.config.engineNodeFlags.split(' ')
