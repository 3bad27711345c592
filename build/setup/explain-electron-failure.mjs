/** The Debian and Ubuntu packages of libraries that fresh machines lack. */
const packageOfLibrary = new Map([
  ['libnss3.so', 'libnss3'],
  ['libnspr4.so', 'libnspr4'],
  ['libatk-1.0.so.0', 'libatk1.0-0'],
  ['libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0'],
  ['libatspi.so.0', 'libatspi2.0-0'],
  ['libcups.so.2', 'libcups2'],
  ['libdrm.so.2', 'libdrm2'],
  ['libgtk-3.so.0', 'libgtk-3-0'],
  ['libgbm.so.1', 'libgbm1'],
  ['libasound.so.2', 'libasound2'],
  ['libxkbcommon.so.0', 'libxkbcommon0'],
  ['libXcomposite.so.1', 'libxcomposite1'],
  ['libXdamage.so.1', 'libxdamage1'],
  ['libXfixes.so.3', 'libxfixes3'],
  ['libXrandr.so.2', 'libxrandr2'],
  ['libcairo.so.2', 'libcairo2'],
  ['libpango-1.0.so.0', 'libpango-1.0-0'],
  ['libdbus-1.so.3', 'libdbus-1-3'],
])

/**
 * Why no window came, in a few words and with what to do, from what Electron wrote on its standard error.
 *
 * @param {string} stderr
 * @param {string} otherwise what to say if it wrote nothing that is known
 */
export function explainElectronFailure(stderr, otherwise) {
  const library = /error while loading shared libraries: ([^:\s]+)/.exec(stderr)?.[1]
  if (library !== undefined) {
    const debian = packageOfLibrary.get(library)
    return `the library ${library} is missing${debian === undefined ? '' : ` (on Debian or Ubuntu: sudo apt-get install ${debian})`}`
  }
  const glibc = /version `(GLIBC(?:XX)?_[\d.]+)' not found/.exec(stderr)?.[1]
  if (glibc !== undefined) return `this system is too old for the Electron runtime (it has no ${glibc})`
  if (/SUID sandbox helper|No usable sandbox|Failed to move to new namespace|user namespaces?/i.test(stderr)) {
    return (
      'this system does not let Electron use its sandbox: user namespaces are restricted ' +
      '(on Ubuntu: sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0)'
    )
  }
  if (/Running as root without --no-sandbox/.test(stderr)) return 'Electron refuses to run as root with its sandbox'
  if (
    /Missing X server|Unable to open X display|cannot open display|Failed to connect to Wayland display|The platform failed to initialize/i.test(
      stderr,
    )
  ) {
    return 'the display cannot be opened'
  }
  const own = /^hookbench: (.+)$/m.exec(stderr)?.[1]
  if (own !== undefined) return own
  const thrown = /^(?:Uncaught Exception:\s*)?((?:[A-Z]\w*)?Error(?: \[\w+\])?: .+)$/m.exec(stderr)?.[1]
  if (thrown !== undefined) return thrown
  return otherwise
}
