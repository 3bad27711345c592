import type { TunnelKindId } from '../../../shared/tunnel/tunnel-kind.ts'
import type { TunnelSettings } from '../../../shared/tunnel/tunnel-settings.ts'

/** What was asked for on the command line: for this run, instead of the settings. */
export interface TunnelOverrides {
  readonly kind?: TunnelKindId | undefined
  /** Of localtunnel. */
  readonly host?: string | undefined
  readonly subdomain?: string | undefined
  readonly probeSeconds?: number | undefined
}

export function overrideTunnel(settings: TunnelSettings, overrides: TunnelOverrides): TunnelSettings {
  const { kind = settings.kind, host, subdomain, probeSeconds = settings.probeSeconds } = overrides
  const { localtunnel } = settings
  return {
    ...settings,
    kind,
    probeSeconds,
    localtunnel: { host: host ?? localtunnel.host, subdomain: subdomain ?? localtunnel.subdomain },
  }
}
