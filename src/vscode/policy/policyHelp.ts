import { Disposable, extensions, languages } from 'vscode'
import type { App } from '../app'
import { Changes } from './changes'
import { completions } from './completions'
import { configFiles } from './configFiles'
import { descriptions } from './descriptions'
import { Problems } from './problems'

/** Helps those who write a `pedigree.yaml`: what is wrong in it, what may stand there, and what it means. */
export function policyHelp(app: App): Disposable {
  const problems = new Problems(app)
  return Disposable.from(
    problems,
    languages.registerCodeActionsProvider(configFiles, new Changes(problems), Changes.metadata),
    languages.registerCompletionItemProvider(configFiles, completions(app, isHelped), ' ', '[', '{', ','),
    languages.registerHoverProvider(configFiles, descriptions(app, isHelped)),
  )
}

/** By the YAML extension, which reads our schema. */
const isHelped = (): boolean => extensions.getExtension('redhat.vscode-yaml') !== undefined
