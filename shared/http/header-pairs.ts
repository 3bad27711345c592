import { z } from 'zod'

/**
 * Header pairs exactly as received or sent: order, duplicates and letter case are evidence.
 * Values are latin1: one character a byte (RFC 9110, 5.5). `headerText` shows them as UTF-8 where they are.
 */
export const headerPairs = z.array(z.tuple([z.string(), z.string()]).readonly()).readonly()

export type HeaderPair = readonly [name: string, value: string]
export type HeaderPairs = ReadonlyArray<HeaderPair>

/** The first value of a header, whatever the case of its name. */
export function headerValue(headers: HeaderPairs, name: string): string | undefined {
  const wanted = name.toLowerCase()
  return headers.find(([key]) => key.toLowerCase() === wanted)?.[1]
}

/** Pairs from the flat list that `node:http` gives as `rawHeaders`: name, value, name, value, … */
export function pairsFromFlat(flat: ReadonlyArray<string>): HeaderPair[] {
  const pairs: HeaderPair[] = []
  for (let index = 0; index + 1 < flat.length; index += 2) {
    pairs.push([flat[index] as string, flat[index + 1] as string])
  }
  return pairs
}
