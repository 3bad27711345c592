import { z } from 'zod'
import { TYPE_LANGUAGES } from './type-language.ts'

/** A type of event whose shape is known. */
export const learnedType = z.object({
  /** Empty: captures without an event type. */
  eventType: z.string(),
  endpoint: z.string(),
  /** Empty: not known. */
  provider: z.string(),
  captures: z.number().int(),
  /** Captures whose body is no whole JSON or form of up to 4 MiB. */
  leftOut: z.number().int(),
  /** When the newest of them was received, unix ms. */
  newestAt: z.number().int(),
})

/** An endpoint whose shapes are being learned anew from the captures that are kept. */
export const relearning = z.object({
  endpoint: z.string(),
  /** Of what there is to look at, from 0 to 1. */
  share: z.number(),
})

/** Which types are wanted. What is left out is any. */
export const typesRequest = z.object({
  eventType: z.string().max(200),
  endpoint: z.string().max(200).optional(),
  provider: z.string().max(200).optional(),
  language: z.enum(TYPE_LANGUAGES).default('ts'),
})

/** The types of an event, from all its captures so far. */
export const writtenTypes = z.object({
  text: z.string(),
  captures: z.number().int(),
  leftOut: z.number().int(),
  newestAt: z.number().int(),
  sources: z.array(z.object({ endpoint: z.string(), provider: z.string() })),
  /** Captures of all types that have not been looked at yet. */
  behind: z.number().int(),
})

export type Relearning = z.infer<typeof relearning>
export type LearnedType = z.infer<typeof learnedType>
export type TypesRequest = z.infer<typeof typesRequest>
export type WrittenTypes = z.infer<typeof writtenTypes>
