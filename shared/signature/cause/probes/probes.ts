import type { Probe } from '../probe.ts'
import { bodyCharset } from './body-charset.ts'
import { bodyCompressed, bodyDecompressed } from './body-compression.ts'
import { bodyEdges } from './body-edges.ts'
import { bodyForm } from './body-form.ts'
import { bodyJson, bodyJsonMixed, bodyJsonWriters } from './body-json.ts'
import { bodyJsonNumberFields, bodyJsonNumbers, bodyJsonRounded } from './body-json-numbers.ts'
import { bodyFormOrder, bodyJsonKeys, bodyJsonKeysMixed, bodyJsonOrder, bodyJsonSorted } from './body-order.ts'
import { bodyEmpty, bodyWrapping } from './body-wrapping.ts'
import { combinations, combinationsWithJson } from './combinations.ts'
import { headerRenamed } from './header-renamed.ts'
import { otherProviders, otherProvidersAndSecrets } from './other-providers.ts'
import { otherSecrets } from './other-secrets.ts'
import { requestMethod } from './request-method.ts'
import { secretDecoding } from './secret-decoding.ts'
import { secretPrefix } from './secret-prefix.ts'
import { secretSpelling } from './secret-spelling.ts'
import { signatureAlgorithm } from './signature-algorithm.ts'
import { signatureRepair } from './signature-repair.ts'
import { timestampCut, timestampRewritten } from './timestamp-rewritten.ts'
import { url } from './url.ts'

/** What is tried, the likely first; what costs most comes late. */
export const probes: ReadonlyArray<Probe> = [
  otherSecrets,
  secretSpelling,
  secretPrefix,
  secretDecoding,
  headerRenamed,
  signatureRepair,
  bodyEmpty,
  bodyEdges,
  bodyDecompressed,
  url,
  requestMethod,
  otherProviders,
  timestampRewritten,
  bodyJson,
  bodyJsonKeys,
  bodyJsonNumbers,
  combinations,
  signatureAlgorithm,
  bodyWrapping,
  bodyForm,
  bodyCharset,
  bodyJsonRounded,
  bodyJsonWriters,
  combinationsWithJson,
  bodyJsonSorted,
  bodyCompressed,
  bodyJsonNumberFields,
  bodyFormOrder,
  otherProvidersAndSecrets,
  bodyJsonKeysMixed,
  bodyJsonOrder,
  timestampCut,
  bodyJsonMixed,
]
