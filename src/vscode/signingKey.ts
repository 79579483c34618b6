import { type Disposable, workspace } from 'vscode'

const section = 'pedigree'
const setting = 'signingKey'

/** The file of the key that this person signs with; empty where they did not choose. */
export const signingKey = (): string => workspace.getConfiguration(section).get(setting, '').trim()

export const onSigningKey = (changed: (file: string) => void): Disposable =>
  workspace.onDidChangeConfiguration(
    (change) => change.affectsConfiguration(`${section}.${setting}`) && changed(signingKey()),
  )

export const keepSigningKey = async (file: string): Promise<void> =>
  workspace.getConfiguration(section).update(setting, file, true)
