import { Hover, type HoverProvider, MarkdownString } from 'vscode'
import type { App } from '../app'
import { rangeBetween } from './configFiles'

/** What a key or a value means; nothing while another extension says so. */
export const descriptions = (app: App, isHelped: () => boolean): HoverProvider => ({
  async provideHover(document, position) {
    if (isHelped()) return undefined
    const found = await app.engine.describeConfig(document.getText(), document.offsetAt(position))
    return found && new Hover(new MarkdownString(found.text), rangeBetween(document, found.from, found.to))
  },
})
