import fc from 'fast-check'

/** Names that mean something to JavaScript, to comments or to whoever looks. */
const HOSTILE_NAMES = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  '*/',
  "it's",
  'a"b',
  'a\\b',
  'line\nbreak',
  '\u202egnp.exe',
  '\ud800',
  '`x`',
  '2bad',
  'default',
  'class',
  '[name]',
]

const name = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('id', 'type', 'object', 'name', 'amount', 'items', 'data', 'created', 'email'),
  },
  { weight: 1, arbitrary: fc.constantFrom(...HOSTILE_NAMES) },
  { weight: 1, arbitrary: fc.string() },
  { weight: 1, arbitrary: fc.uuid() },
)

const text = fc.oneof(
  fc.constantFrom('card', 'bank', 'open', 'closed', 'a', 'b', ...HOSTILE_NAMES),
  fc.string(),
  fc.uuid(),
  fc.emailAddress(),
  fc.webUrl(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
)

const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.constantFrom(2 ** 53, 1e300),
)

/** JSON of all sorts as JSON.parse gives it, much of it alike. */
export const anyPayload: fc.Arbitrary<unknown> = fc
  .letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constant(null),
      fc.boolean(),
      number,
      text,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.array(fc.tuple(name, tie('value')), { maxLength: 7 }).map((entries) => Object.fromEntries(entries)),
    ),
  }))
  .value.map((value) => JSON.parse(JSON.stringify(value)) as unknown)
