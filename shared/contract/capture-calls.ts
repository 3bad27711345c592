import { z } from 'zod'
import { captureDetail, captureId, captureSummary } from '../capture/capture.ts'
import { captureFilter } from '../capture/capture-filter.ts'
import { captureTag, MOST_TAGS } from '../capture/capture-tag.ts'

const ids = z.array(captureId).min(1).max(10_000)

export const captureCalls = {
  /** A page of captures, newest first. `before` is the `next` of the page before it. */
  'captures.list': {
    input: captureFilter.extend({
      limit: z.number().int().min(1).max(500).default(100),
      before: z.number().int().optional(),
    }),
    output: z.object({
      captures: z.array(captureSummary),
      /**
       * Where the next page begins; null at the end. A page may be shorter than its limit, even empty, and still
       * have a next one: a filter that matches rarely is answered in slices.
       */
      next: z.number().int().nullable(),
      /** The change counter that this page is true at. */
      change: z.number().int(),
      /** The share of the captures that a filter has been asked of so far, 0 to 1. */
      searched: z.number().optional(),
    }),
  },
  'captures.get': { input: z.object({ id: captureId }), output: captureDetail },
  /**
   * The captures that tell of the same event, oldest first, this one among them: all of them (`isWhole`), or the first and
   * those nearest to this one, `limit` before it and as many behind.
   */
  'captures.attempts': {
    input: z.object({ id: captureId, limit: z.number().int().min(1).max(200).default(50) }),
    output: z.object({ captures: z.array(captureSummary), isWhole: z.boolean() }),
  },
  /** The capture of another event of the same type on the same endpoint, nearest before this one's event; null without any. */
  'captures.previousOfType': {
    input: z.object({ id: captureId }),
    output: z.object({ capture: captureSummary.nullable() }),
  },
  /** What is new, changed or gone since a value of the change counter, oldest change first. */
  'captures.changes': {
    input: z.object({ since: z.number().int(), limit: z.number().int().min(1).max(1000).default(500) }),
    output: z.object({
      captures: z.array(captureSummary),
      deletedIds: z.array(captureId),
      /** The counter after these. */
      change: z.number().int(),
      /** There are more: ask again from `change`. */
      more: z.boolean(),
      /** Too much happened since, or the store was replaced: begin anew with `captures.list`. */
      reset: z.boolean(),
    }),
  },
  /** Counts of captures over time, for a bar each; `from` inclusive, `to` exclusive, in unix ms. */
  'captures.histogram': {
    input: captureFilter.required({ from: true, to: true }).extend({ bars: z.number().int().min(1).max(200) }),
    output: z.object({
      total: z.array(z.number().int()),
      failed: z.array(z.number().int()),
      /** The share of the captures that was counted, the newest of them: below 1 a filter took too long. */
      searched: z.number().optional(),
    }),
  },
  'captures.count': {
    input: z.object({}),
    output: z.object({ total: z.number().int(), pinned: z.number().int(), bytes: z.number().int() }),
  },
  'captures.setPinned': { input: z.object({ ids, pinned: z.boolean() }), output: z.object({}) },
  'captures.setNote': { input: z.object({ id: captureId, note: z.string().max(100_000) }), output: z.object({}) },
  /** Puts tags beside captures and takes others off. */
  'captures.tag': {
    input: z.object({ ids, add: z.array(captureTag).max(MOST_TAGS), remove: z.array(captureTag).max(MOST_TAGS) }),
    output: z.object({}),
  },
  /** Tags in use, with how many captures have them; those in the trash count. */
  'captures.tags': {
    input: z.object({}),
    output: z.array(z.object({ tag: captureTag, captures: z.number().int() })),
  },
  /** Takes captures off the lists. They can be brought back until `undoUntil` (unix ms), then they are gone. */
  'captures.delete': {
    input: z.object({ ids }),
    output: z.object({ deleted: z.number().int(), undoUntil: z.number().int() }),
  },
  'captures.undelete': { input: z.object({ ids }), output: z.object({ restored: z.number().int() }) },
  /** Deletes all captures for good; progress is in the engine state. Pinned ones stay unless asked for. */
  'captures.clear': {
    input: z.object({ includePinned: z.boolean() }),
    output: z.object({ deleted: z.number().int() }),
  },
} as const
