import { expect, test } from 'vitest'
import { differences, draftOf, editOf, newHeader, type ReplayDraft, UNEDITED_TEXT, withBody } from './replay-draft.ts'

const capture = {
  method: 'POST',
  headers: [
    ['Host', 'a'],
    ['X-Name', 'na\xefve'],
    ['X-Text', '\xc3\xa9'],
    ['X-Text', '\xc3\xa9'],
  ] as [string, string][],
}

function changed(change: (draft: ReplayDraft) => ReplayDraft) {
  const draft = change(draftOf(capture))
  return { edit: editOf(draft, capture, null), differences: differences(draft, capture) }
}

test('a draft that nobody touched is no edit', () => {
  expect(changed((draft) => draft)).toEqual({ edit: undefined, differences: [] })
})

test('headers that were not touched keep their bytes when others change', () => {
  const { edit, differences } = changed((draft) => ({
    ...draft,
    headers: draft.headers.map((row) => (row.name === 'Host' ? { ...row, value: 'é' } : row)),
  }))
  expect(edit?.headers).toEqual([
    ['Host', '\xc3\xa9'],
    ['X-Name', 'na\xefve'],
    ['X-Text', '\xc3\xa9'],
    ['X-Text', '\xc3\xa9'],
  ])
  expect(differences).toEqual(['Host changed'])
})

test('says what was added, removed and reordered', () => {
  const { edit, differences } = changed((draft) => ({
    ...draft,
    method: 'PUT',
    headers: [...draft.headers.slice(2), draft.headers[0] ?? newHeader(), newHeader('X-New', '1')],
  }))
  expect(edit?.method).toBe('PUT')
  expect(differences).toEqual(['method POST → PUT', 'X-New added', 'X-Name removed', 'headers reordered'])
})

test('removing one of two equal headers is a difference', () => {
  expect(changed((draft) => ({ ...draft, headers: draft.headers.slice(0, 3) })).differences).toEqual(['X-Text removed'])
})

test('an edited body goes with its charset, a file by the name of its upload', () => {
  const text: ReplayDraft = { ...draftOf(capture), body: { kind: 'text', text: 'x', charset: 'utf-8' } }
  expect(editOf(text, capture, null)).toEqual({ body: { kind: 'text', text: 'x', charset: 'utf-8' } })
  const file: ReplayDraft = { ...draftOf(capture), body: { kind: 'file', file: new File(['x'], 'x.bin') } }
  expect(editOf(file, capture, 'u')).toEqual({ body: { kind: 'upload', uploadId: 'u' } })
})

test('text that nobody changed is no edit, and text that was is sent uncompressed', () => {
  const packed = { method: 'POST', headers: [['Content-Encoding', 'gzip']] as [string, string][] }
  const shown = withBody(draftOf(packed), UNEDITED_TEXT)
  expect(editOf(shown, packed, null)).toBeUndefined()
  const typed = withBody(shown, { kind: 'text', text: 'x', charset: 'utf-8' })
  expect(editOf(typed, packed, null)).toEqual({ headers: [], body: { kind: 'text', text: 'x', charset: 'utf-8' } })
})

test('as captured again, the body is compressed again, and so is a file that takes its place', () => {
  const packed = {
    method: 'POST',
    headers: [
      ['Content-Encoding', 'gzip'],
      ['X-A', '1'],
      ['content-encoding', 'br'],
    ] as [string, string][],
  }
  const typed = { kind: 'text', text: 'x', charset: 'utf-8' } as const
  const more = withBody(withBody(draftOf(packed), typed), { ...typed, text: 'xy' })
  expect(editOf(more, packed, null)?.headers).toEqual([['X-A', '1']])
  for (const body of [{ kind: 'captured' } as const, UNEDITED_TEXT]) {
    const back = withBody(more, body)
    expect(editOf(back, packed, null)).toBeUndefined()
    expect(differences(back, packed)).toEqual([])
    expect(editOf(withBody(back, typed), packed, null)?.headers).toEqual([['X-A', '1']])
  }
  const file = withBody(more, { kind: 'file', file: new File(['x'], 'x.gz') })
  expect(editOf(file, packed, 'u')?.headers).toBeUndefined()
  const fewer = withBody({ ...more, headers: [] }, { kind: 'captured' })
  expect(fewer.headers.map(({ value }) => value)).toEqual(['gzip', 'br'])
})
