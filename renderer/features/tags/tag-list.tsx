import { Badge } from '../../ui/badge.tsx'

/** The tags of a capture; in a narrow row the first of them and how many more there are. */
export function TagList({ tags, most }: { readonly tags: readonly string[]; readonly most: number }) {
  if (tags.length === 0) return null
  const hidden = tags.length - most
  return (
    <>
      <span className="sr-only">tags:</span>
      {tags.slice(0, most).map((tag) => (
        <Badge key={tag} title="Tag">
          #{tag}
        </Badge>
      ))}
      {hidden > 0 && <Badge title={tags.slice(most).join(', ')}>+{hidden}</Badge>}
    </>
  )
}
