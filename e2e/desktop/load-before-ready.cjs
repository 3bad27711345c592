// Electron loads an app before it is ready, and that is when schemes are registered. A runtime that is used through
// ELECTRON_OVERRIDE_DIST_PATH may load it later. Required first of all (`electron -r`), this registers the scheme in time.
const { deepStrictEqual } = require('node:assert')
const { protocol } = require('electron')

const schemes = [
  {
    scheme: 'app',
    privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true },
  },
]
protocol.registerSchemesAsPrivileged(schemes)
protocol.registerSchemesAsPrivileged = (asked) => deepStrictEqual(asked, schemes)
