import { commands, env, type LogOutputChannel, Uri, type Webview } from 'vscode'
import type { Refusal } from '../../core/refusal'
import type { FromPage, ToPage } from '../../protocol'
import { save } from './save'

/** Where a page is that says something. */
export interface Speaker {
  webview: Webview
  page: string
  folder: string
  extension: Uri
}

/** Does what any page may ask for, whatever it is about. */
export async function hear(
  { log }: { log: LogOutputChannel },
  { webview, page, folder, extension }: Speaker,
  heard: Exclude<FromPage, { type: 'ready' | 'ask' }>,
): Promise<void> {
  switch (heard.type) {
    case 'run': {
      const { command, args, tellsRefusals } = heard
      let refusal: Refusal | undefined
      const refused = tellsRefusals ? { refused: (told: Refusal) => (refusal = told) } : {}
      const answer = await commands.executeCommand<unknown>(command, { folder, ...args, ...refused })
      const ran: ToPage = { type: 'ran', command, answer: answer ?? null, ...(refusal ? { refusal } : {}) }
      await webview.postMessage(ran)
      return
    }
    case 'save':
      await save(folder, extension, page, heard)
      return
    case 'copy':
      await env.clipboard.writeText(heard.text)
      return
    case 'open':
      if (/^(https:\/\/|mailto:)/i.test(heard.url)) await env.openExternal(Uri.parse(heard.url, true))
      return
    case 'log':
      log.error(`${page}: ${heard.message}`)
  }
}
