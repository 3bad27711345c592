import { expect, test } from 'vitest'
import { bytesFromLatin1 } from '../http/latin1.ts'
import { curlCommand } from './curl.ts'

const origin = 'http://127.0.0.1:4665'

test('reads well for an everyday webhook', () => {
  const command = curlCommand(
    {
      method: 'POST',
      origin,
      target: '/stripe?x=1',
      headers: [
        ['Host', 'x.loca.lt'],
        ['User-Agent', 'Stripe/1.0'],
        ['Accept', '*/*'],
        ['Content-Type', 'application/json'],
        ['Content-Length', '15'],
      ],
    },
    bytesFromLatin1('{"it":"it\'s ok"}'.slice(0, 15)),
  )
  expect(command).toBe(
    [
      'curl \\',
      '  -X POST \\',
      "  -H 'Host: x.loca.lt' \\",
      "  -H 'User-Agent: Stripe/1.0' \\",
      "  -H 'Accept: */*' \\",
      "  -H 'Content-Type: application/json' \\",
      "  -H 'Content-Length: 15' \\",
      '  -H Expect: \\',
      `  --data-binary '{"it":"it'\\''s ok"' \\`,
      "  'http://127.0.0.1:4665/stripe?x=1'",
    ].join('\n'),
  )
})
