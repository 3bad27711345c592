import { originForm } from '../http/raw-target.ts'

/** What is known of the URL that a provider was given for an endpoint. */
export interface GivenUrl {
  /** Whole, as the provider has it; null if the user did not say. */
  readonly set: string | null
  /** Of the endpoint at the receiver: `/stripe`. */
  readonly path: string
  /** Of the tunnel, without the endpoint's path; null if none is open. */
  readonly tunnel: string | null
}

/** Where the request says that it was sent to. */
export interface StatedUrl {
  /** `https`, if the tunnel's proxy states it. */
  readonly proto: string | null
  readonly host: string | null
  /** It came through a tunnel's door, so that its headers may be believed. */
  readonly viaTunnel: boolean
}

/** The whole URL of a request as its provider spells it; null if nothing says so. The query is the request's own. */
export function requestUrl(rawTarget: string, given: GivenUrl, stated: StatedUrl): string | null {
  const target = originForm(rawTarget)
  if (!target.startsWith('/')) return null
  if (given.set !== null) return atGivenUrl(given.set, given.path, target)
  if (stated.viaTunnel && stated.host !== null) return `${stated.proto ?? 'https'}://${stated.host}${target}`
  if (given.tunnel !== null && !isLoopback(stated.host)) return `${given.tunnel.replace(/\/+$/, '')}${target}`
  return stated.host === null ? null : `${stated.proto ?? 'http'}://${stated.host}${target}`
}

/** A proxy may have a path of its own for Hookbench, or lead another path to the endpoint. */
function atGivenUrl(url: string, localPath: string, target: string): string {
  const parts = /^(https?:\/\/[^/?#]*)([^?#]*)/i.exec(url)
  const origin = parts?.[1] ?? ''
  const givenPath = (parts?.[2] ?? '').replace(/\/+$/, '')
  const path = localPath.replace(/\/+$/, '')
  if (isUnder(target, givenPath)) return origin + target
  if (givenPath.endsWith(path)) return origin + givenPath.slice(0, givenPath.length - path.length) + target
  if (isUnder(target, path)) return origin + givenPath + target.slice(path.length)
  return origin + target
}

function isUnder(target: string, path: string): boolean {
  return target.startsWith(path) && /^(?:[/?#]|$)/.test(target.slice(path.length))
}

/** Whoever calls the receiver itself signs that URL, and not the tunnel's. */
function isLoopback(host: string | null): boolean {
  return host !== null && /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/i.test(host)
}
