/** The part of the `localtunnel` package that carries bytes; its own typings leave it out. */
declare module 'localtunnel/lib/TunnelCluster.js' {
  import type { EventEmitter } from 'node:events'
  import type { Socket } from 'node:net'

  interface ClusterEvents {
    /** A socket to the server is connected. */
    open: [remote: Socket]
    /** A socket to the server was refused. */
    error: [error: Error]
    dead: []
  }

  export default class TunnelCluster extends EventEmitter<ClusterEvents> {
    constructor(options: {
      remote_host: string
      remote_ip?: string | undefined
      remote_port: number
      local_port: number
    })
    /** Connects one more socket to the server, and that to the local port. */
    open(): void
  }
}
