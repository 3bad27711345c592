/**
 * Whether the `SubscribeURL` of a confirmation is Amazon's own: https, its host, port 443, no user, no backslash or white
 * space that a URL parser might read in another way.
 */
export function isTrustedSubscribeUrl(url: string): boolean {
  return /^https:\/\/sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?(?::443)?\/[!-[\]-~]*$/.test(url) && url.length <= 4096
}
