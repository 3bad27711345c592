import { editor } from 'monaco-editor/editor'
import { type CodeLanguage, followTheme, THEME } from '../body/code-editor.ts'

export interface ShownDiff {
  /** Goes to the difference after or before the one in view. */
  go(to: 'next' | 'previous'): void
  /** Opens the editor's own finding. */
  find(): void
  end(): void
}

/** Monaco's two editors side by side, in an element of its own. */
export function showDiff(place: HTMLElement, left: string, right: string, language: CodeLanguage): ShownDiff {
  followTheme()
  const diff = editor.createDiffEditor(place, {
    theme: THEME,
    automaticLayout: true,
    readOnly: true,
    domReadOnly: true,
    originalEditable: false,
    contextmenu: false,
    fontFamily: 'var(--font-mono, monospace)',
    fontSize: 12,
    lineHeight: 19,
    minimap: { enabled: false },
    scrollBeyondLastLine: false,
    renderSideBySide: true,
    useInlineViewWhenSpaceIsLimited: false,
    renderOverviewRuler: false,
    ignoreTrimWhitespace: false,
    maxComputationTime: 5_000,
    wordWrap: 'on',
    diffWordWrap: 'on',
    guides: { indentation: false },
    padding: { top: 8, bottom: 8 },
    links: false,
    unusualLineTerminators: 'off',
    stickyScroll: { enabled: false },
    tabFocusMode: true,
    unicodeHighlight: { invisibleCharacters: true, includeComments: true, includeStrings: true },
    originalAriaLabel: 'Left',
    modifiedAriaLabel: 'Right',
  })
  const original = editor.createModel(left, language)
  const modified = editor.createModel(right, language)
  diff.setModel({ original, modified })
  return {
    go: (to) => diff.goToDiff(to),
    find: () => {
      const focused = diff.getOriginalEditor().hasTextFocus() ? diff.getOriginalEditor() : diff.getModifiedEditor()
      focused.focus()
      void focused.getAction('actions.find')?.run()
    },
    end: () => {
      diff.dispose()
      original.dispose()
      modified.dispose()
    },
  }
}
