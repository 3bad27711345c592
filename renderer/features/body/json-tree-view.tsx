import { Braces } from 'lucide-react'
import { type ReactNode, useMemo } from 'react'
import { jsonTree } from '../../../shared/body/json-tree.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Spinner } from '../../ui/spinner.tsx'
import type { KnownMoment } from '../readings/relative-time.ts'
import { JsonPathBar } from './json-path-bar.tsx'
import { JsonPathResults } from './json-path-results.tsx'
import { JsonTree } from './json-tree.tsx'
import type { OpenBody } from './open-body.ts'
import { useBodyAnswer } from './use-body-answer.ts'
import { type UsedJsonPath, useJsonPath } from './use-json-path.ts'

const MOST_VALUES = 100_000

interface JsonTreeViewProps {
  readonly body: OpenBody
  readonly beside: KnownMoment
}

/** JSON as a tree of its values, each as it was spelled, with a JSONPath to find some of them. */
export function JsonTreeView({ body, beside }: JsonTreeViewProps) {
  const view = useBodyAnswer(body, 'view', { mode: 'pretty' })
  const path = useJsonPath(body)
  if (view.kind !== 'answered') return <Spinner />
  if ('problem' in view.value) return <EmptyState title="No tree">{view.value.problem}</EmptyState>
  return (
    <WithBar path={path}>
      {view.value.suitsEditor ? <LoadedTree body={body} beside={beside} path={path} /> : <TooLarge path={path} />}
    </WithBar>
  )
}

function WithBar({ path, children }: { readonly path: UsedJsonPath; readonly children: ReactNode }) {
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col">
      <JsonPathBar path={path} />
      {children}
    </div>
  )
}

function LoadedTree({ body, beside, path }: JsonTreeViewProps & { readonly path: UsedJsonPath }) {
  const text = useBodyAnswer(body, 'text', { mode: 'raw' })
  const source = text.kind === 'answered' ? text.value : null
  const root = useMemo(() => {
    const nodes = source === null ? null : jsonTree(source, MOST_VALUES)
    return source === null || nodes === null ? null : { source, nodes }
  }, [source])
  if (source === null) return <Spinner />
  if (root === null) return <TooLarge path={path} />
  return <JsonTree key={body.id} root={root} beside={beside} path={path} />
}

/** What a path finds is shown all the same. */
function TooLarge({ path }: { readonly path: UsedJsonPath }) {
  if (path.matches.length > 0) return <JsonPathResults path={path} />
  return (
    <EmptyState icon={<Braces />} title="Too large or too deep for a tree">
      The pretty view shows all of it, and finds in it. What a JSONPath finds is listed here.
    </EmptyState>
  )
}
