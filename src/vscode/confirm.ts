import { window } from 'vscode'

/** Asks before something that others will notice. `detail` names exactly what will happen to what. */
export async function confirm(message: string, detail: string[], button: string): Promise<boolean> {
  const answer = await window.showWarningMessage(message, { modal: true, detail: detail.join('\n') }, button)
  return answer === button
}
