import type { LearnedType, TypesRequest } from '../../../shared/shape/event-types.ts'
import type { ShapeKey, StoredShape } from '../store/shape-store.ts'
import type { LearnedSlice } from './shape-learner.ts'
import type { TypesAnswer } from './types-of-event.ts'

/** What the thread that learns shapes is asked, and answers. */
export interface LearnerCalls {
  readonly slice: { question: { after: number; upTo: number }; answer: LearnedSlice }
  /** Learns the shapes of an endpoint from the beginning; `after` 0 begins. */
  readonly anew: { question: { endpoint: string; after: number; upTo: number }; answer: { last: number | null } }
  /** What was learned so takes the place of what there was. */
  readonly adopt: {
    question: { endpoint: string }
    answer: { kept: ReadonlyArray<StoredShape>; forgotten: ReadonlyArray<ShapeKey> }
  }
  /** What is to be kept now. */
  readonly flush: { question: null; answer: ReadonlyArray<StoredShape> }
  readonly list: { question: null; answer: ReadonlyArray<LearnedType> }
  readonly types: { question: TypesRequest; answer: TypesAnswer }
}

export type LearnerCall = keyof LearnerCalls

export interface LearnerQuestion {
  readonly id: number
  readonly call: LearnerCall
  readonly question: unknown
}

export type LearnerAnswer =
  | { readonly id: number; readonly ok: true; readonly answer: unknown }
  | { readonly id: number; readonly ok: false; readonly message: string }
