import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { sections } from '../../../src/core/card/sections'
import { fieldText } from '../../../webview/views/card/fieldText'
import { completeness, groupOf, groups, sectionsOf } from '../../../webview/views/card/groups'

describe('the text of a field', () => {
  it('is what the document says, until somebody types', () => {
    const field = fieldText()
    assert.equal(field.take('theirs', '', 0), 'theirs')
    field.type('mine')
    assert.equal(field.take('theirs', 'mine', 0), undefined)
  })
  it('is what was typed, until the document is known to have it', () => {
    const field = fieldText()
    field.type('mine')
    assert.equal(field.send(3), 'mine')
    assert.equal(field.send(4), undefined)
    assert.equal(field.take('theirs', 'mine', 2), undefined)
    assert.equal(field.take('mine', 'mine', 3), undefined)
    assert.equal(field.take('undone', 'mine', 3), 'undone')
  })
  it('keeps the blanks of somebody who is about to type a word', () => {
    assert.equal(fieldText().take('a word', 'a word ', 0), undefined)
  })
})

describe('the groups of a card', () => {
  it('have every section once', () => {
    const ids = groups.flatMap(({ id }) => sectionsOf(id).map(({ id: section }) => section))
    assert.deepEqual(ids.toSorted(), sections.map(({ id }) => id).toSorted())
    for (const { id } of sections) assert.ok(groups.some((group) => group.id === groupOf(id)))
  })
  const empty = { card: { statements: {}, inherited: {} }, blocks: {}, findings: [] }
  it('count what is required: what no error is about is done', () => {
    const whole = completeness(empty)
    assert.equal(whole.done, whole.required)
    assert.equal(whole.required, sections.filter(({ required }) => required).length + 1)
    const finding = { code: 'card/required-section-missing', severity: 'error', message: '' } as const
    const findings = [
      { ...finding, field: 'use.primary' },
      { ...finding, field: 'identity.license' },
    ]
    assert.equal(completeness({ ...empty, findings }).done, whole.required - 2)
    assert.deepEqual(completeness({ ...empty, findings }, 'use'), {
      ...{ done: 1, required: 2, written: 0, errors: 1, warnings: 0, inherited: 0 },
    })
  })
  it('add up to the whole, whatever is said', () => {
    const field = fc.constantFrom(...sections.map(({ id }) => id), 'identity.license', 'unheard.of')
    const severity = fc.constantFrom('error' as const, 'warning' as const, 'info' as const)
    const findings = fc.array(fc.record({ field, severity, code: fc.constant('x'), message: fc.constant('') }))
    fc.assert(
      fc.property(findings, fc.dictionary(field, fc.string()), (findings, inherited) => {
        const shown = { card: { statements: {}, inherited }, blocks: {}, findings }
        const parts = groups.map(({ id }) => completeness(shown, id))
        for (const key of ['done', 'required', 'written', 'errors', 'warnings', 'inherited'] as const)
          assert.equal(
            parts.reduce((sum, part) => sum + part[key], 0),
            completeness(shown)[key],
            key,
          )
      }),
    )
  })
})
