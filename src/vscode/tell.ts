import { l10n, type LogOutputChannel, window } from 'vscode'

/** What can be done about it at once: a button. */
export interface Remedy {
  label: string
  act(): Promise<unknown>
}

/** Says what went wrong, with a way to the log. Answers the remedy that the person chose. */
export async function tell(
  log: LogOutputChannel,
  message: string,
  severity: 'error' | 'warning' = 'error',
  remedies: readonly Remedy[] = [],
): Promise<Remedy | undefined> {
  const showLog = l10n.t('Show Log')
  const show = severity === 'error' ? window.showErrorMessage : window.showWarningMessage
  const answer = await show(message, ...remedies.map(({ label }) => label), showLog)
  if (answer === showLog) log.show()
  return remedies.find(({ label }) => label === answer)
}
