import type { editor } from 'monaco-editor/editor'

/** Monaco's colours from the tokens of the screen, as they are now. */
export function codeTheme(): editor.IStandaloneThemeData {
  const probe = document.createElement('span')
  // A transition, however short, has the colour before it as its value now: where motion is reduced, all have one.
  probe.style.transition = 'none'
  document.body.append(probe)
  const token = (name: string) => {
    probe.style.color = `var(--${name})`
    return hexColour(getComputedStyle(probe).color)
  }
  const theme: editor.IStandaloneThemeData = {
    base: isDark(token('panel')) ? 'vs-dark' : 'vs',
    inherit: true,
    rules: [
      { token: '', foreground: bare(token('text')) },
      { token: 'string.key.json', foreground: bare(token('code-key')) },
      { token: 'string.value.json', foreground: bare(token('code-string')) },
      { token: 'number.json', foreground: bare(token('code-number')) },
      { token: 'keyword.json', foreground: bare(token('code-number')) },
      { token: 'tag', foreground: bare(token('code-key')) },
      { token: 'metatag', foreground: bare(token('code-key')) },
      { token: 'delimiter', foreground: bare(token('text')) },
      { token: 'attribute.name', foreground: bare(token('code-number')) },
      { token: 'attribute.value', foreground: bare(token('code-string')) },
      { token: 'keyword.ts', foreground: bare(token('code-number')) },
      { token: 'string.ts', foreground: bare(token('code-string')) },
      { token: 'type.identifier.ts', foreground: bare(token('code-key')) },
      { token: 'comment', foreground: bare(token('faint')) },
    ],
    colors: {
      'editor.background': token('panel'),
      'editor.foreground': token('text'),
      'editorGutter.background': token('panel'),
      'editorLineNumber.foreground': token('faint'),
      'editorLineNumber.activeForeground': token('dim'),
      'editorWidget.background': token('raised'),
      'editorWidget.border': token('line-strong'),
      'editorHoverWidget.background': token('raised'),
      'editorHoverWidget.border': token('line-strong'),
      'input.background': token('bg'),
      'input.foreground': token('text'),
      'input.border': token('line-strong'),
      focusBorder: token('accent'),
      'menu.background': token('panel'),
      'menu.foreground': token('text'),
      'menu.selectionBackground': token('accent-soft'),
      'menu.selectionForeground': token('text'),
      'editor.selectionBackground': `${token('accent')}4d`,
      'editor.wordHighlightBackground': `${token('accent')}26`,
      'editor.findMatchBackground': `${token('warn')}66`,
      'editor.findMatchHighlightBackground': `${token('warn')}33`,
      'diffEditor.insertedLineBackground': `${token('ok')}1f`,
      'diffEditor.insertedTextBackground': `${token('ok')}33`,
      'diffEditor.removedLineBackground': `${token('bad')}1f`,
      'diffEditor.removedTextBackground': `${token('bad')}33`,
      'editorBracketMatch.background': `${token('accent')}26`,
      'editorBracketMatch.border': `${token('accent')}66`,
      // Brackets are no evidence of anything: six colours of them would drown what is.
      ...Object.fromEntries(
        [1, 2, 3, 4, 5, 6].map((level) => [`editorBracketHighlight.foreground${level}`, token('text')]),
      ),
      'editorBracketHighlight.unexpectedBracket.foreground': token('text'),
      'scrollbar.shadow': '#00000000',
      'scrollbarSlider.background': `${token('control')}55`,
      'scrollbarSlider.hoverBackground': `${token('control')}88`,
      'scrollbarSlider.activeBackground': `${token('control')}aa`,
    },
  }
  probe.remove()
  return theme
}

/** `rgb(…)`, as computed styles give it, as `#rrggbb`. */
function hexColour(colour: string): string {
  const parts = colour.match(/\d+(\.\d+)?/g) ?? []
  return `#${[0, 1, 2]
    .map((index) =>
      Math.round(Number(parts[index] ?? 0))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

function bare(hex: string): string {
  return hex.slice(1)
}

function isDark(hex: string): boolean {
  return Number.parseInt(hex.slice(1, 3), 16) < 128
}
