import { Diagnostic, DiagnosticSeverity, Disposable, languages, type TextDocument, type Uri, workspace } from 'vscode'
import type { FileProblem } from '../../operations/policyFile'
import type { App } from '../app'
import { EngineStopped } from '../engine'
import { isConfig, rangeOf, registryOf } from './configFiles'

/** How long somebody has to stop typing, in milliseconds. */
const pause = 200

/** What is wrong in every `pedigree.yaml` that is open, as it is typed. */
export class Problems implements Disposable {
  private readonly collection = languages.createDiagnosticCollection('pedigree')
  private readonly known = new Map<string, readonly FileProblem[]>()
  private readonly waiting = new Map<string, ReturnType<typeof setTimeout>>()
  private readonly disposables: Disposable[]

  constructor(private readonly app: App) {
    this.disposables = [
      this.collection,
      workspace.onDidOpenTextDocument((document) => this.look(document, 0)),
      workspace.onDidChangeTextDocument(({ document }) => this.look(document, pause)),
      workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
      app.registries.onDidChange(() => workspace.textDocuments.forEach((document) => this.look(document, pause))),
    ]
    for (const document of workspace.textDocuments) this.look(document, 0)
  }

  /** As of the last look. */
  of(uri: Uri): readonly FileProblem[] {
    return this.known.get(uri.toString()) ?? []
  }

  dispose(): void {
    for (const timer of this.waiting.values()) clearTimeout(timer)
    Disposable.from(...this.disposables).dispose()
  }

  private look(document: TextDocument, after: number): void {
    if (!isConfig(document)) return
    const key = document.uri.toString()
    clearTimeout(this.waiting.get(key))
    this.waiting.set(
      key,
      setTimeout(() => void this.check(document), after),
    )
  }

  private async check(document: TextDocument): Promise<void> {
    const { uri, version } = document
    try {
      const text = document.getText()
      const problems = [...(await this.app.engine.checkConfig(text)), ...(await this.oddities(uri, text))]
      if (document.isClosed || document.version !== version) return
      this.known.set(uri.toString(), problems)
      this.collection.set(uri, problems.map(diagnosticOf))
    } catch (error) {
      if (!(error instanceof EngineStopped)) this.app.log.error(error as Error)
    }
  }

  /** What the registry makes of it, if there is one that can be asked. */
  private async oddities(uri: Uri, text: string): Promise<FileProblem[]> {
    const { engine, registries } = this.app
    const registry = registryOf(registries, uri)
    return registry ? engine.call(registry.folder, 'policyOddities', { text }).catch(() => []) : []
  }

  private forget(uri: Uri): void {
    const key = uri.toString()
    clearTimeout(this.waiting.get(key))
    this.waiting.delete(key)
    this.known.delete(key)
    this.collection.delete(uri)
  }
}

function diagnosticOf(problem: FileProblem): Diagnostic {
  const isError = problem.severity === 'error'
  const severity = isError ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning
  const diagnostic = new Diagnostic(rangeOf(problem), problem.message, severity)
  diagnostic.source = 'Pedigree'
  return diagnostic
}
