import type { HeaderPair } from '../../../shared/http/header-pairs.ts'

/** What the public localtunnel server and ngrok ask of those who do not want the warning page that browsers are shown. */
export const SKIP_WARNING_PAGE: ReadonlyArray<HeaderPair> = [
  ['Bypass-Tunnel-Reminder', 'hookbench'],
  ['Ngrok-Skip-Browser-Warning', 'hookbench'],
]
