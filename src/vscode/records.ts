import { type Disposable, Uri, workspace } from 'vscode'
import type { Engine } from './engine'

const scheme = 'pedigree-record'

/** The record of a version as a read-only document, named by its reference. */
export const recordUri = (folder: string, reference: string): Uri =>
  Uri.from({ scheme, path: `/${reference}.json`, query: folder })

/** Answers such documents: what was said at registration, with the metrics as they are now. */
export const records = (engine: Engine): Disposable =>
  workspace.registerTextDocumentContentProvider(scheme, {
    async provideTextDocumentContent({ path, query: folder }) {
      const reference = path.slice(1, -'.json'.length)
      const { record, metrics, stage, aliases, tags } = await engine.call(folder, 'showVersion', { reference })
      return `${JSON.stringify({ stage, aliases, tags, ...record, metrics }, null, 2)}\n`
    },
  })
