import { EndOfLine, EventEmitter, l10n, Range, type TextDocument, WorkspaceEdit, workspace } from 'vscode'
import { smallestChange } from '../../core/card/smallestChange'
import { refusalOf } from '../../core/refusal'
import { RegistryError } from '../../core/registryError'
import type { ArgsOf } from '../../operations/callable'
import type { CheckedCard } from '../../operations/checkCard'
import type { MergedCards } from '../../operations/mergeCards'
import type { CardView } from '../../operations/readCard'
import { EngineStopped } from '../engine'
import { tell } from '../tell'
import { type CardPlace, referenceOf } from '../files/place'
import { type Before, beforeOf } from './before'
import type { CardParts } from './cardEditor'

/** How long somebody has to stop typing before the text is looked at, in milliseconds. */
const pause = 120
/** How often a change is made anew because somebody else types into the text meanwhile. */
const mostTries = 100

export type CardEdit = ArgsOf<'editCard'>['change']

/** A card that is open, in whatever editors: what its text says, and what the registry says of its version. */
export class OpenCard {
  private readonly changes = new EventEmitter<void>()
  readonly onDidChange = this.changes.event
  view: CardView | undefined
  checked: CheckedCard | undefined
  /** Of which state of the document that is. */
  checkedVersion = 0
  before: Before | undefined
  conflict: MergedCards | undefined
  /** A save was refused because of it. */
  isConflictAsked = false
  /** Why the card cannot be read. */
  problem: { message: string; hint: string } | undefined
  private waiting: ReturnType<typeof setTimeout> | undefined
  private edits: Promise<unknown> = Promise.resolve()
  private turn = 0

  constructor(
    private readonly parts: CardParts,
    readonly document: TextDocument,
    readonly place: CardPlace,
  ) {}

  get reference(): string {
    return referenceOf(this.place)
  }

  /** Looks at the text again soon; at the record as well where the registry may have changed. */
  look(after = pause, anew = false): void {
    if (anew) this.view = undefined
    clearTimeout(this.waiting)
    this.waiting = setTimeout(() => void this.lookNow(), after)
  }

  async lookNow(): Promise<void> {
    const turn = ++this.turn
    const { engine, cards } = this.parts
    const { folder } = this.place
    const { reference, document } = this
    const { version: checkedVersion } = document
    const text = document.getText()
    try {
      const [view, checked] = await Promise.all([
        this.view ?? engine.call(folder, 'readCard', { reference }),
        engine.call(folder, 'checkCard', { reference, text }),
      ])
      const before = await beforeOf(this, engine, view, checked)
      const basis = cards.basisOf(document.uri)
      const isLate = document.isDirty && basis !== undefined && basis.base !== view.base
      const conflict = isLate
        ? await engine.call(folder, 'mergeCards', { reference, base: basis.text, mine: text })
        : undefined
      if (turn !== this.turn) return
      Object.assign(this, { view, checked, checkedVersion, before, conflict, problem: undefined })
      if (!conflict) this.isConflictAsked = false
      this.changes.fire()
    } catch (error) {
      if (error instanceof EngineStopped || turn !== this.turn) return
      if (!(error instanceof RegistryError)) this.parts.log.error(error as Error)
      const { message, hint = '' } =
        error instanceof RegistryError
          ? refusalOf(error)
          : { message: l10n.t('Something went wrong; the log says what.') }
      this.problem = { message, hint }
      this.changes.fire()
    }
  }

  /** Changes what a form says, in the text: no more of it than differs. One after another. */
  edit(...changes: CardEdit[]): Promise<void> {
    return this.queue(() =>
      this.rewrite(async (given) => {
        let text = given
        for (const change of changes)
          text = await this.parts.engine.call(this.place.folder, 'editCard', { text, change })
        return text
      }),
    )
  }

  /** Puts what both wrote together on top of theirs, and saves it. */
  resolve(fields: readonly { field: string; text: string }[]): Promise<void> {
    return this.queue(async () => {
      const { engine, cards } = this.parts
      const { folder } = this.place
      const { reference, document } = this
      const basis = cards.basisOf(document.uri)
      if (!basis) return
      let theirs = basis
      await this.rewrite(async (mine) => {
        const args = { reference, base: basis.text, mine, fields: [...fields] }
        const merged = await engine.call(folder, 'mergeCards', args)
        theirs = merged.theirs
        return merged.text
      })
      cards.rebase(document.uri, { base: theirs.base, text: theirs.text })
      await document.save()
      this.look(0, true)
    })
  }

  /** Waits for the changes that are on their way into the text. */
  async settled(): Promise<void> {
    await this.edits
  }

  dispose(): void {
    this.turn++
    clearTimeout(this.waiting)
    this.changes.dispose()
  }

  private queue(run: () => Promise<void>): Promise<void> {
    const next = this.edits.then(run).catch((error: unknown) => {
      if (error instanceof EngineStopped) return
      if (!(error instanceof RegistryError)) this.parts.log.error(error as Error)
      const said = error instanceof RegistryError ? error.message : l10n.t('Something went wrong; the log says what.')
      void tell(this.parts.log, said)
    })
    this.edits = next
    return next
  }

  /** Makes another text of what the document says. What somebody types into it meanwhile is kept: it is made again of that. */
  private async rewrite(made: (text: string) => Promise<string>): Promise<void> {
    const { document } = this
    for (let tries = 0; tries < mostTries && !document.isClosed; tries++) {
      const { version } = document
      const text = await made(document.getText())
      if (document.version === version && (await this.replace(text))) return
    }
    if (!document.isClosed) throw new Error(`${this.reference}: the text does not take a change`)
  }

  /** False where the text is already another one, of which is heard soon. */
  private async replace(text: string): Promise<boolean> {
    const { document } = this
    const change = smallestChange(document.getText(), eolOf(document, text))
    if (!change) return true
    const edit = new WorkspaceEdit()
    const range = new Range(document.positionAt(change.from), document.positionAt(change.to))
    edit.replace(document.uri, range, change.text)
    return workspace.applyEdit(edit)
  }
}

/** In the line endings of a document. */
const eolOf = ({ eol }: TextDocument, text: string): string =>
  eol === EndOfLine.CRLF ? text.replaceAll('\r\n', '\n').replaceAll('\n', '\r\n') : text
