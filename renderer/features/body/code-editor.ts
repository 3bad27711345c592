// All of them: some that the languages bring along fail without the services of others.
import 'monaco-editor/features/register.all'
import 'monaco-editor/languages/definitions/html/register'
import 'monaco-editor/languages/definitions/typescript/register'
import 'monaco-editor/languages/definitions/xml/register'
import { editor } from 'monaco-editor/editor'
import editorWorkerUrl from 'monaco-editor/editor/editor.worker?worker&url'
import jsonWorkerUrl from 'monaco-editor/languages/features/json/json.worker?worker&url'
import { jsonDefaults } from 'monaco-editor/languages/features/json/register'
import { codeTheme } from './code-theme.ts'
import { startWorkerOnceServed } from './start-worker.ts'

export type CodeLanguage = 'json' | 'xml' | 'html' | 'typescript' | 'plaintext'

interface CodeEditorOptions {
  readonly label: string
  readonly wrap: boolean
}

self.MonacoEnvironment = {
  getWorker: (_, label) => startWorkerOnceServed(label === 'json' ? jsonWorkerUrl : editorWorkerUrl, label),
}

// Bodies name schemas of their senders' choosing: none is ever fetched.
jsonDefaults.setDiagnosticsOptions({ validate: true, schemas: [], enableSchemaRequest: false })
jsonDefaults.setModeConfiguration({ tokens: true, foldingRanges: true, diagnostics: true, selectionRanges: true })

/** One Monaco editor in an element of its own, which is moved to where it is needed: making one takes 100 ms. */
export class CodeEditor {
  readonly element: HTMLElement
  readonly editor: editor.IStandaloneCodeEditor

  private constructor() {
    this.element = document.createElement('div')
    this.element.style.cssText = 'position:absolute;inset:0'
    this.editor = editor.create(this.element, {
      model: null,
      theme: THEME,
      automaticLayout: true,
      fontFamily: 'var(--font-mono, monospace)',
      fontSize: 12,
      lineHeight: 19,
      lineNumbersMinChars: 3,
      lineDecorationsWidth: 8,
      padding: { top: 8, bottom: 8 },
      minimap: { enabled: false },
      folding: true,
      scrollBeyondLastLine: false,
      renderLineHighlight: 'none',
      renderControlCharacters: true,
      // Characters that hide or look like others are marked wherever they are: a body is never trusted.
      unicodeHighlight: { invisibleCharacters: true, includeComments: true, includeStrings: true },
      overviewRulerLanes: 0,
      overviewRulerBorder: false,
      guides: { indentation: false },
      wrappingIndent: 'indent',
      stopRenderingLineAfter: -1,
      // Captured text may hold links of any kind: none becomes clickable.
      links: false,
      // It would ask in a dialog of its own.
      unusualLineTerminators: 'off',
      codeLens: false,
      colorDecorators: false,
      inlayHints: { enabled: 'off' },
      quickSuggestions: false,
      suggestOnTriggerCharacters: false,
      parameterHints: { enabled: false },
      dropIntoEditor: { enabled: false },
      stickyScroll: { enabled: false },
      occurrencesHighlight: 'singleFile',
      // Tab moves on to the next control, as everywhere else on the screen.
      tabFocusMode: true,
      fixedOverflowWidgets: true,
      accessibilitySupport: 'auto',
      scrollbar: { verticalScrollbarSize: 10, horizontalScrollbarSize: 10, alwaysConsumeMouseWheel: false },
    })
  }

  static take({ readOnly }: { readOnly: boolean }): CodeEditor {
    followTheme()
    const taken = spares.pop() ?? new CodeEditor()
    taken.editor.updateOptions({
      readOnly,
      domReadOnly: readOnly,
      contextmenu: !readOnly,
    })
    return taken
  }

  /** Shows a text in place of the one before, from its top; or where the reader was, if it is the same one grown. */
  show(text: string, language: CodeLanguage, keepsPlace = false): void {
    const before = this.editor.getModel()
    const place = keepsPlace && before !== null ? this.editor.saveViewState() : null
    const model = editor.createModel(text, language)
    model.updateOptions({ tabSize: 2 })
    this.editor.setModel(model)
    if (place === null) this.editor.setScrollTop(0)
    else this.editor.restoreViewState(place)
    before?.dispose()
  }

  /** Replaces the text as an edit, which can be undone. */
  rewrite(text: string): void {
    const model = this.editor.getModel()
    if (model === null) return
    this.editor.executeEdits('hookbench', [{ range: model.getFullModelRange(), text }])
    this.editor.pushUndoStop()
  }

  set({ label, wrap }: CodeEditorOptions): void {
    this.editor.updateOptions({ ariaLabel: label, wordWrap: wrap ? 'on' : 'off' })
  }

  /** Opens the editor's own finding. */
  find(): void {
    this.editor.focus()
    void this.editor.getAction('actions.find')?.run()
  }

  onEdit(listener: (text: string) => void): () => void {
    const subscription = this.editor.onDidChangeModelContent(() => listener(this.editor.getValue()))
    return () => subscription.dispose()
  }

  /** Hands it back for the next one who needs an editor. */
  release(): void {
    const model = this.editor.getModel()
    this.editor.setModel(null)
    model?.dispose()
    this.element.remove()
    if (spares.length < 2) spares.push(this)
    else this.editor.dispose()
  }
}

export const THEME = 'hookbench'
const spares: CodeEditor[] = []
let following = false

/** Colours come from the screen's tokens, again whenever the theme changes. */
export function followTheme(): void {
  if (following) return
  following = true
  const apply = () => {
    editor.defineTheme(THEME, codeTheme())
    editor.setTheme(THEME)
  }
  apply()
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', apply)
  new MutationObserver(apply).observe(document.documentElement, { attributeFilter: ['data-theme', 'class', 'style'] })
}
