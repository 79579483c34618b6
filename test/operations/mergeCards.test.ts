import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { editCard } from '../../src/formats/card/editCard'
import { parseCard } from '../../src/formats/card/parseCard'
import type { Context } from '../../src/operations/context'
import { mergeCards } from '../../src/operations/mergeCards'
import { readCard } from '../../src/operations/readCard'
import { registerVersion } from '../../src/operations/registerVersion'
import { saveCard } from '../../src/operations/saveCard'
import { rejects } from '../refuses'
import { Registries } from './registries'

describe('two people who write one card', () => {
  let registries: Registries
  let ctx: Context

  before(async () => {
    registries = new Registries()
    ctx = await registries.make('first')
    writeFileSync(join(registries.path('first'), 'weights.bin'), 'weights')
    await registerVersion(ctx, { model: 'churn', paths: ['weights.bin'] })
  })
  after(() => registries.close())

  const reference = 'churn@1'
  const with_ = (text: string, changes: Record<string, string>) =>
    Object.entries(changes).reduce((text, [field, said]) => editCard(text, { field, text: said }), text)

  it('both find what they wrote, and decide where they differ', async () => {
    const { text: base, base: none } = await readCard(ctx, { reference })
    const theirs = with_(base, { 'use.primary': 'Theirs.', cite: 'As Lovelace.' })
    await saveCard(ctx, { reference, text: theirs, base: none })
    const mine = editCard(with_(base, { 'use.primary': 'Mine.', ops: 'Anywhere.' }), { meta: 'license', value: 'mit' })
    const refusal = await rejects(saveCard(ctx, { reference, text: mine, base: none }), 'card-changed')

    const merged = await mergeCards(ctx, { reference, base, mine })
    assert.equal(merged.theirs.base, refusal.details!['card'])
    assert.deepEqual(merged.fields.map(({ field, isConflict }) => [field, isConflict]).toSorted(), [
      ['cite', false],
      ['meta:license', false],
      ['ops', false],
      ['use.primary', true],
    ])
    const fields = [{ field: 'use.primary', text: 'Both.' }]
    const { text } = await mergeCards(ctx, { reference, base, mine, fields })
    await saveCard(ctx, { reference, text, base: merged.theirs.base })
    const { card } = await readCard(ctx, { reference })
    assert.deepEqual(card.statements, { 'use.primary': 'Both.', cite: 'As Lovelace.', ops: 'Anywhere.' })
    assert.deepEqual(card.meta, { license: 'mit' })
  })
  it('take nothing back that only the other one took away', async () => {
    const { text: base, base: before } = await readCard(ctx, { reference })
    await saveCard(ctx, { reference, text: with_(base, { cite: '' }), base: before })
    const { text } = await mergeCards(ctx, { reference, base, mine: with_(base, { ops: 'Here.' }) })
    assert.deepEqual(parseCard(text).card.statements, { 'use.primary': 'Both.', ops: 'Here.' })
  })
  it('keep sections of their own, and what one of them affirmed', async () => {
    writeFileSync(join(registries.path('first'), 'weights.bin'), 'better')
    await registerVersion(ctx, { model: 'churn', paths: ['weights.bin'] })
    const second = { reference: 'churn@2' }
    const { text: base, card } = await readCard(ctx, second)
    assert.ok(card.inherited['use.primary'])
    await saveCard(ctx, { ...second, text: `${base}\n## Of Theirs\n\nTheir own.\n`, base: null })
    const mine = editCard(base, { affirm: 'use.primary' })
    const merged = parseCard((await mergeCards(ctx, { ...second, base, mine })).text).card
    assert.deepEqual(
      Object.keys(merged.inherited),
      Object.keys(card.inherited).filter((id) => id !== 'use.primary'),
    )
    assert.match(merged.others, /## Of Theirs\n\nTheir own\./)
  })
  it('keep what is none of its sections once, though it stands in two places', async () => {
    const second = { reference: 'churn@2' }
    const { text: saved, base: before } = await readCard(ctx, second)
    const base = `${saved.replace('## Training', '## Of Ours\n\nOne.\n\n## Training')}\n## Last\n\nTwo.\n`
    await saveCard(ctx, { ...second, text: base.replace('One.', 'One, as they say.'), base: before })
    const { text } = await mergeCards(ctx, { ...second, base, mine: base.replace('Two.', 'Two, as I say.') })
    const { others } = parseCard(text).card
    for (const said of ['One, as they say.', 'Two, as I say.', '## Of Ours', '## Last'])
      assert.equal(others.split(said).length, 2, said)
  })
})
