import { type HeaderPairs, headerValue } from '../http/header-pairs.ts'
import { statedSender } from '../http/stated-sender.ts'

/** How the provider called: what the request said at the public URL, before a tunnel handed it on. */
export interface ProviderCall {
  readonly host: string
  readonly proto: 'http' | 'https'
  /** Null: nothing that can be believed says so. */
  readonly address: string | null
}

/**
 * Of a capture: as the tunnel's proxy states it, where that is to be believed, else as the public URL of its endpoint says;
 * null where neither is known.
 */
export function providerCall(
  captured: { readonly headers: HeaderPairs; readonly via: string | null },
  publicUrl: string | null,
): ProviderCall | null {
  const stated = statedSender(captured.headers, captured.via)
  const url = publicUrl === null ? null : partsOf(publicUrl)
  const host = stated?.host ?? (captured.via === null ? undefined : publicHost(captured.headers)) ?? url?.host
  if (host === undefined) return null
  const proto = stated?.proto ?? url?.proto ?? 'https'
  return { host, proto: proto === 'http' ? 'http' : 'https', address: stated?.address ?? null }
}

/** Most tunnels hand `Host` on as it was called; one that puts a name of this machine there has replaced it. */
function publicHost(headers: HeaderPairs): string | undefined {
  const host = headerValue(headers, 'host')
  return host === undefined || /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/i.test(host) ? undefined : host
}

function partsOf(url: string): { readonly proto: string; readonly host: string } | null {
  const match = /^(https?):\/\/([^/?#]+)/i.exec(url)
  return match === null ? null : { proto: (match[1] as string).toLowerCase(), host: match[2] as string }
}
