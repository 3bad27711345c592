/** Whether it is a whole id of a capture or delivery, in any case. */
export function isFullId(text: string): boolean {
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)
}
