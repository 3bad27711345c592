const lookEveryMs = 500

/**
 * Ends us when npm is gone. npm runs a script through a shell; told to end, it ends that shell, which says nothing to
 * us, and `npm start` would leave an engine behind that holds the ports.
 */
export function endWithParent(env = process.env) {
  // Started without npm, outliving the parent may be what was wanted (`node build/run.mjs start & disown`).
  if (env.npm_lifecycle_event === undefined || process.platform === 'win32') return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, lookEveryMs)
  timer.unref()
}
