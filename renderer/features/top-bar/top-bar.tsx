import { Command, Monitor, Moon, Sun } from 'lucide-react'
import { useCommands } from '../../app/commands.ts'
import { openDialog } from '../../app/dialogs.ts'
import { useEngineState, useSettings } from '../../app/engine-queries.ts'
import { keyLabel } from '../../app/key-match.ts'
import { IS_MAC } from '../../app/platform.ts'
import { applyTheme, type Theme } from '../../app/theme.ts'
import { call } from '../../host.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Logo } from '../../ui/logo.tsx'
import { Menu } from '../../ui/menu.tsx'
import { PaletteButton } from '../../ui/palette-button.tsx'
import { showError } from '../../ui/toast.tsx'
import { UrlBox } from '../../ui/url-box.tsx'
import { localUrl } from '../endpoints/endpoint-url.ts'
import { PublicUrl } from './public-url.tsx'

/** Where webhooks come in, and what is always at hand. */
export function TopBar() {
  const engine = useEngineState().data
  const theme = useSettings().data?.theme ?? 'system'
  const chosenTheme = THEMES.find((one) => one.value === theme) ?? THEMES[0]
  const local = engine && localUrl(engine)

  useCommands([
    {
      id: 'app.palette',
      title: 'Commands',
      group: 'App',
      keys: ['Mod+k'],
      keysOnly: true,
      run: () => openDialog({ kind: 'palette' }),
    },
    { id: 'app.keys', title: 'All keys', group: 'App', keys: ['?'], run: () => openDialog({ kind: 'keys' }) },
    ...THEMES.map(({ value, label }) => ({
      id: `theme.${value}`,
      title: `Theme: ${label.toLowerCase()}`,
      group: 'App',
      run: () => chooseTheme(value),
    })),
  ])

  return (
    <header className="flex h-11 shrink-0 items-center gap-3.5 border-b border-line bg-panel pr-2.5 pl-3.5 select-none">
      <Logo />
      {engine && <PublicUrl engine={engine} />}
      {local && (
        <UrlBox
          label="Local URL"
          before={<small className="text-small text-dim max-[720px]:sr-only">local</small>}
          url={local.replace(/^http:\/\//, '')}
          yields={engine.tunnel.kind !== 'off'}
        >
          <CopyButton text={local} what="Local URL" />
        </UrlBox>
      )}
      <span className="flex-1" />
      <PaletteButton
        icon={<Command />}
        shortcut={keyLabel('Mod+k', IS_MAC)}
        onClick={() => openDialog({ kind: 'palette' })}
      />
      <Menu
        align="end"
        trigger={<IconButton label={`Theme: ${chosenTheme.label.toLowerCase()}`} icon={chosenTheme.icon} />}
        entries={THEMES.map(({ value, label, icon }) => ({
          label: value === theme ? `${label} ✓` : label,
          icon,
          run: () => chooseTheme(value),
        }))}
      />
    </header>
  )
}

const THEMES = [
  { value: 'system', label: 'As the system', icon: <Monitor /> },
  { value: 'dark', label: 'Dark', icon: <Moon /> },
  { value: 'light', label: 'Light', icon: <Sun /> },
] as const satisfies ReadonlyArray<{ value: Theme; label: string; icon: unknown }>

/** Shows a theme at once, and keeps it. */
function chooseTheme(theme: Theme): void {
  applyTheme(theme)
  call('settings.set', { theme }).catch(showError)
}
