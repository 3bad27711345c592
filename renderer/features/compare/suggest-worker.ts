import { suggestRules } from '../../../shared/diff/suggest-rules.ts'
import { answerQuestions } from '../../answer-questions.ts'
import { makeTextDecoder } from '../body/decode-text.ts'
import type { ToSuggestWorker } from './suggest-protocol.ts'

answerQuestions<ToSuggestWorker>(({ samples }) => suggestRules(samples, makeTextDecoder))
