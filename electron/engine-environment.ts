import packageJson from '../package.json' with { type: 'json' }

/**
 * What the C library of Linux is told about the engine's memory; others pass over it. A pool for each thread, and large
 * pieces inside them, would keep what an import or an export has long given back: over 100 MiB. What the user has set stays.
 */
export function engineEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { ...Object.fromEntries(ENGINE_SETTINGS), ...env }
}

const ENGINE_SETTINGS = packageJson.config.engineEnvironment.split(' ').map((setting) => {
  const [name = '', value = ''] = setting.split('=')
  return [name, value] as const
})
