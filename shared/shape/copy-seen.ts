import type { Seen, SeenFields } from './shape.ts'

/** Shares nothing with the original, since merging changes what it is given. */
export function copySeen(seen: Seen): Seen {
  const { strings, arrays, objects } = seen
  return {
    ...seen,
    strings: strings && { ...strings, values: strings.values && new Map(strings.values) },
    arrays: arrays && { ...arrays, items: arrays.items && copySeen(arrays.items) },
    objects: objects && {
      ...objects,
      groups: new Map([...objects.groups].map(([key, fields]) => [key, copyFields(fields)])),
    },
  }
}

export function copyFields(fields: SeenFields): SeenFields {
  return {
    ...fields,
    props: new Map([...fields.props].map(([name, seen]) => [name, copySeen(seen)])),
    others: fields.others && copySeen(fields.others),
  }
}
