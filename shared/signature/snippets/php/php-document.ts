export function phpDocument(title: string, lines: ReadonlyArray<string>): string {
  return ['<?php', `// ${title}`, '', ...lines, ''].join('\n')
}
