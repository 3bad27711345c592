import { expect, test } from 'vitest'
import { explainElectronFailure } from './explain-electron-failure.mjs'

test.each([
  [
    '/x/electron: error while loading shared libraries: libnss3.so: cannot open shared object file: No such file or directory',
    'the library libnss3.so is missing (on Debian or Ubuntu: sudo apt-get install libnss3)',
  ],
  ['/x/electron: error while loading shared libraries: libodd.so.9: cannot open', 'the library libodd.so.9 is missing'],
  [
    "/x/electron: /lib/libc.so.6: version `GLIBC_2.34' not found (required by /x/electron)",
    'this system is too old for the Electron runtime (it has no GLIBC_2.34)',
  ],
  [
    '[1:1121/0:ERROR:ozone_platform_x11.cc(245)] Missing X server or $DISPLAY\n[1:ERROR:env.cc] The platform failed to initialize.  Exiting.',
    'the display cannot be opened',
  ],
  [
    '[1:FATAL:electron_main_delegate.cc] Running as root without --no-sandbox is not supported.',
    'Electron refuses to run as root with its sandbox',
  ],
  [
    'App threw an error during load\nTypeError: x is not a function\n    at file:///x.js:1:1',
    'TypeError: x is not a function',
  ],
  ['[1:ERROR:x.cc] y\nhookbench: Port 4665 is taken.\nError: z', 'Port 4665 is taken.'],
  ['Error: [hookbench] no\n', 'Error: [hookbench] no'],
  ['[1:ERROR:bus.cc] Failed to connect to the bus', 'otherwise'],
  ['', 'otherwise'],
])('reads %j', (stderr, reason) => {
  expect(explainElectronFailure(stderr, 'otherwise')).toBe(reason)
})

test.each([
  '[1:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured correctly.',
  '[1:FATAL:zygote_host_impl_linux.cc(128)] No usable sandbox! If you are running on Ubuntu 23.10+ ...',
  'Failed to move to new namespace: PID namespaces supported, Network namespace supported, but failed: errno = Operation not permitted',
])('knows a sandbox that the system refuses: %j', (stderr) => {
  expect(explainElectronFailure(stderr, 'otherwise')).toContain('user namespaces are restricted')
})
