import type { CaptureIntake } from '../captures/capture-intake.ts'
import type { ContentDecoder } from '../content/content-decoder.ts'
import type { RunningReceiver } from '../receiver/running-receiver.ts'
import type { Foundation } from './foundation.ts'
import type { Keeping } from './keeping.ts'
import type { LookingThrough } from './looking-through.ts'
import type { PublicUrl } from './public-url.ts'
import type { Sending } from './sending.ts'

/** Everything that an engine is made of. */
export interface EngineParts {
  readonly foundation: Foundation
  readonly receiver: RunningReceiver
  readonly publicUrl: PublicUrl
  readonly lookingThrough: LookingThrough
  readonly sending: Sending
  readonly keeping: Keeping
  readonly intake: CaptureIntake
  readonly decoder: ContentDecoder
}
