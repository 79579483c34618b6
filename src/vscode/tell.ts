import { l10n, type LogOutputChannel, window } from 'vscode'

/** Says what went wrong, with a way to the log. */
export async function tell(
  log: LogOutputChannel,
  message: string,
  severity: 'error' | 'warning' = 'error',
): Promise<void> {
  const showLog = l10n.t('Show Log')
  const show = severity === 'error' ? window.showErrorMessage : window.showWarningMessage
  if ((await show(message, showLog)) === showLog) log.show()
}
