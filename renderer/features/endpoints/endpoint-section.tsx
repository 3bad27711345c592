import { Copy, Download, Ellipsis, Inbox, KeyRound, QrCode, Settings2, Trash2 } from 'lucide-react'
import { DEFAULT_ENDPOINT, type Endpoint } from '../../../shared/endpoint/endpoint.ts'
import { useCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { useEndpoints, useEngineState } from '../../app/engine-queries.ts'
import { copyText } from '../../ui/copy-text.ts'
import { Dot } from '../../ui/dot.tsx'
import { formatCount } from '../../ui/format-count.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu } from '../../ui/menu.tsx'
import { SidebarItem, SidebarSection } from '../../ui/sidebar.tsx'
import { showEndpoint, useFilter } from '../captures/filter-store.ts'
import { useCaptureCount } from '../captures/use-capture-count.ts'
import { deleteEndpoint } from './endpoint-actions.ts'
import { bestEndpointUrl } from './endpoint-url.ts'
import { useLiveEndpoints } from './use-live-endpoints.ts'

/** All, and each endpoint: choosing one narrows the list to it. */
export function EndpointSection() {
  const endpoints = useEndpoints().data ?? []
  const engine = useEngineState().data
  const total = useCaptureCount().data?.total
  const chosen = useFilter((filter) => filter.endpoint)
  const live = useLiveEndpoints()
  const addEndpoint = () => openDialog({ kind: 'new-endpoint' })

  const copyUrl = (slug: string) => {
    const endpoint = endpoints.find((one) => one.slug === slug)
    if (engine && endpoint) void copyText(bestEndpointUrl(engine, endpoint), `URL of ${slug}`)
  }

  useCommands([
    { id: 'endpoints.add', title: 'New endpoint…', group: 'Endpoints', run: addEndpoint },
    { id: 'endpoints.all', title: 'Show all endpoints', group: 'Endpoints', run: () => showEndpoint(null) },
    {
      id: 'endpoints.copy-url',
      title: `Copy the URL of ${chosen ?? DEFAULT_ENDPOINT}`,
      group: 'Endpoints',
      keys: ['y'],
      run: () => copyUrl(chosen ?? DEFAULT_ENDPOINT),
    },
    ...endpoints.flatMap(({ slug, name }) => [
      { id: `endpoints.show.${slug}`, title: `Show ${name}`, group: 'Endpoints', run: () => showEndpoint(slug) },
      {
        id: `endpoints.settings.${slug}`,
        title: `Answer and forward of ${name}…`,
        group: 'Endpoints',
        run: () => openDialog({ kind: 'endpoint', slug }),
      },
      {
        id: `endpoints.signing.${slug}`,
        title: `Provider and secrets of ${name}…`,
        group: 'Endpoints',
        run: () => openDialog({ kind: 'endpoint', slug, tab: 'signature' }),
      },
    ]),
  ])

  return (
    <SidebarSection title="Endpoints" addLabel="New endpoint" onAdd={addEndpoint}>
      <SidebarItem
        icon={<Inbox aria-hidden />}
        label="All"
        count={total === undefined ? undefined : formatCount(total)}
        current={chosen === null}
        onClick={() => showEndpoint(null)}
      />
      {endpoints.map((endpoint) => (
        <EndpointItem
          key={endpoint.slug}
          endpoint={endpoint}
          live={live.has(endpoint.slug)}
          current={chosen === endpoint.slug}
          onCopy={() => copyUrl(endpoint.slug)}
        />
      ))}
    </SidebarSection>
  )
}

function EndpointItem({
  endpoint,
  live,
  current,
  onCopy,
}: {
  readonly endpoint: Endpoint
  readonly live: boolean
  readonly current: boolean
  onCopy(): void
}) {
  const { slug, name, captures, forward } = endpoint
  const path = slug === DEFAULT_ENDPOINT ? 'whatever no other endpoint takes' : `/${slug}`
  const forwarding = forward?.enabled ? `, forwards to ${forward.url}` : ''
  const state = live ? 'Received something within the last minute' : 'Nothing came within the last minute'
  const settings = () => openDialog({ kind: 'endpoint', slug })

  return (
    <SidebarItem
      icon={<Dot tone={live ? 'ok' : 'off'} />}
      label={forward?.enabled ? `${name} →` : name}
      title={`${name}: takes ${path}${forwarding}. ${state}.`}
      note={state}
      count={formatCount(captures)}
      current={current}
      onClick={() => showEndpoint(slug)}
      actions={
        <Menu
          align="end"
          trigger={<IconButton label={`Actions on ${name}`} icon={<Ellipsis />} />}
          entries={[
            { label: 'Copy URL', icon: <Copy />, run: onCopy },
            {
              label: 'Public URL and QR code…',
              icon: <QrCode />,
              run: () => openDialog({ kind: 'endpoint', slug, tab: 'urls' }),
            },
            {
              label: 'Provider and secrets…',
              icon: <KeyRound />,
              run: () => openDialog({ kind: 'endpoint', slug, tab: 'signature' }),
            },
            {
              label: 'Export…',
              icon: <Download />,
              run: () => openDialog({ kind: 'export', endpoint: slug }),
            },
            { label: 'Answer, forward, name…', icon: <Settings2 />, run: settings },
            ...(slug === DEFAULT_ENDPOINT
              ? []
              : ([
                  'line',
                  { label: 'Delete', icon: <Trash2 />, danger: true, run: () => void deleteEndpoint(endpoint) },
                ] as const)),
          ]}
        />
      }
    />
  )
}
