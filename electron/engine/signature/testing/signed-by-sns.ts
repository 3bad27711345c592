import { createSign } from 'node:crypto'
import { signingCertificate } from './signing-certificate.ts'

/** A body of Amazon SNS: fields in the order in which Amazon writes them, signed in the order of the alphabet. */
export function signedBySns(
  fields: Readonly<Record<string, string>>,
  version: '1' | '2',
  certificateUrl: string,
): string {
  const content = Object.keys(fields)
    .toSorted()
    .map((name) => `${name}\n${fields[name]}\n`)
    .join('')
  const Signature = createSign(version === '1' ? 'sha1' : 'sha256')
    .update(content)
    .sign(signingCertificate.key, 'base64')
  return JSON.stringify({ ...fields, SignatureVersion: version, Signature, SigningCertURL: certificateUrl })
}
