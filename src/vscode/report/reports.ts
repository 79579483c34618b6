import { commands, Disposable, EventEmitter, Uri, window, workspace } from 'vscode'
import type { GateReport } from '../../core/gate/report'
import { reportMarkdown } from './reportMarkdown'

export type Reports = ReturnType<typeof reports>

const reportScheme = 'pedigree-gate'

/** One of each registry, version and stage; what is kept has one of its own. */
export const reportUri = (folder: string, { model, number, stage }: Reported, sha256?: string): Uri =>
  Uri.from({
    scheme: reportScheme,
    path: `/${model}@${number} – ${stage}.md`,
    query: [folder, sha256].filter(Boolean).join(' '),
  })
type Reported = Pick<GateReport, 'model' | 'number' | 'stage'>

/** How many reports can be looked at again. */
const remembered = 100

/** What gates said, as read-only pages. */
export function reports() {
  const texts = new Map<string, string>()
  const changes = new EventEmitter<Uri>()
  const provider = workspace.registerTextDocumentContentProvider(reportScheme, {
    onDidChange: changes.event,
    provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
  })
  return {
    /** Opens a report; of one that is open already, the page says what it says now. `sha256` is where it is kept. */
    async show(folder: string, report: GateReport, sha256?: string): Promise<void> {
      const uri = reportUri(folder, report, sha256)
      const key = uri.toString()
      texts.delete(key)
      texts.set(key, reportMarkdown(report, sha256))
      for (const oldest of [...texts.keys()].slice(0, -remembered)) texts.delete(oldest)
      changes.fire(uri)
      // Without the extension that shows Markdown, it is still text.
      await commands.executeCommand('markdown.showPreview', uri).then(undefined, () => window.showTextDocument(uri))
    },
    dispose: () => Disposable.from(provider, changes).dispose(),
  }
}
