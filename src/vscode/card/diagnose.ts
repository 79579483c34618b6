import { Diagnostic, type DiagnosticCollection, DiagnosticSeverity, Range, type TextDocument } from 'vscode'
import type { CardFinding, Severity } from '../../core/card/card'
import type { OpenCard } from './openCard'

export type Diagnoses = Pick<DiagnosticCollection, 'set' | 'delete'>

/** Puts what a card lacks or has wrong beside the other problems of its text. */
export function diagnose(diagnoses: Diagnoses, { document, checked }: OpenCard): void {
  if (checked && !document.isClosed)
    diagnoses.set(
      document.uri,
      checked.findings.map((finding) => diagnosticOf(document, finding)),
    )
}

function diagnosticOf(document: TextDocument, { code, severity, message, line, endLine }: CardFinding): Diagnostic {
  const diagnostic = new Diagnostic(rangeOf(document, line, endLine), message, severities[severity])
  diagnostic.source = 'Pedigree'
  diagnostic.code = code
  return diagnostic
}

/** Whole lines; where there is no text for it, the first. */
function rangeOf(document: TextDocument, line = 1, endLine = line): Range {
  const last = document.lineCount - 1
  const [from, to] = [Math.min(line - 1, last), Math.min(endLine - 1, last)]
  return new Range(from, 0, to, document.lineAt(to).text.length)
}

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
}
