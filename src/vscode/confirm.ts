import { window } from 'vscode'

/** Asks before something that others will notice. `detail` names exactly what will happen to what. */
export async function confirm(message: string, detail: string[], button: string): Promise<boolean> {
  return (await confirmOne(message, detail, [button])) === button
}

/** As confirm, where there is more than one way to say yes: answers the button; undefined when the person gave up. */
export async function confirmOne<B extends string>(
  message: string,
  detail: string[],
  buttons: B[],
): Promise<B | undefined> {
  return window.showWarningMessage(message, { modal: true, detail: detail.join('\n') }, ...buttons)
}
