import { CompletionItem, CompletionItemKind, type CompletionItemProvider, MarkdownString, type Uri } from 'vscode'
import type { Completion } from '../../operations/configHelp'
import type { KnownNames } from '../../operations/configNames'
import type { App } from '../app'
import { rangeBetween, registryOf } from './configFiles'

const kinds = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
  name: CompletionItemKind.Reference,
} as const satisfies Record<Completion['kind'], CompletionItemKind>

/** What may stand where somebody types; nothing while another extension says so. */
export const completions = (app: App, isHelped: () => boolean): CompletionItemProvider => ({
  async provideCompletionItems(document, position) {
    if (isHelped()) return []
    const [text, offset] = [document.getText(), document.offsetAt(position)]
    const { from, to, items } = await app.engine.completeConfig(text, offset, await namesFor(app, document.uri))
    const range = rangeBetween(document, from, to)
    return items.map((completion, i) => {
      const item = new CompletionItem(completion.label, kinds[completion.kind])
      item.insertText = completion.text
      item.range = range
      item.sortText = String(i).padStart(4, '0')
      if (completion.description) item.documentation = new MarkdownString(completion.description)
      return item
    })
  },
})

const none: KnownNames = { models: [], metrics: [] }

/** What the registry of a file knows, if there is one that can be asked. */
async function namesFor({ engine, registries }: App, uri: Uri): Promise<KnownNames> {
  const registry = registryOf(registries, uri)
  return registry ? engine.call(registry.folder, 'knownNames', {}).catch(() => none) : none
}
