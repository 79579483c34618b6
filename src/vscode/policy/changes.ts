import * as vscode from 'vscode'
import { rangeOf } from './configFiles'
import type { Problems } from './problems'

/** Offers what was most likely meant in the place of what is unknown. */
export class Changes implements vscode.CodeActionProvider {
  static readonly metadata = { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }

  constructor(private readonly problems: Problems) {}

  provideCodeActions(document: vscode.TextDocument, at: vscode.Range, context: vscode.CodeActionContext) {
    return this.problems.of(document.uri).flatMap((problem) => {
      const range = rangeOf(problem)
      const meant = problem.nearest
      if (meant === undefined || !range.intersection(at)) return []
      const action = new vscode.CodeAction(vscode.l10n.t('Change to "{0}"', meant), vscode.CodeActionKind.QuickFix)
      action.edit = new vscode.WorkspaceEdit()
      action.edit.replace(document.uri, range, meant)
      action.isPreferred = true
      action.diagnostics = context.diagnostics.filter((diagnostic) => diagnostic.message === problem.message)
      return [action]
    })
  }
}
