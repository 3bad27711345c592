/** Names of what the page and the shell say to each other. */
export const BRIDGE = {
  call: 'hookbench:call',
  event: 'hookbench:event',
  acknowledge: 'hookbench:acknowledge',
  connection: 'hookbench:connection',
} as const
