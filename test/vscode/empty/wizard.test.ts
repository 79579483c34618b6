import assert from 'node:assert/strict'
import { type Answer, back, type Place, runWizard, type Step } from '../../../src/vscode/wizard'

interface Values {
  kind: string
  url: string
  path: string
}

describe('a wizard', () => {
  /** Steps that answer what is said here, one after another, and the titles that they were shown under. */
  async function run(answers: Answer<string>[], given: Partial<Values> = {}) {
    const shown: string[] = []
    const say = (key: keyof Values, { step, total, canGoBack }: Place): Answer<Partial<Values>> => {
      shown.push(`${key} ${step}/${total}${canGoBack ? ' <' : ''}`)
      const answer = answers.shift()
      return typeof answer === 'string' ? { [key]: answer } : answer
    }
    const steps: Step<Values>[] = [
      { key: 'kind', ask: async (_, place) => say('kind', place) },
      { key: 'url', applies: ({ kind }) => kind === 'bucket', ask: async (_, place) => say('url', place) },
      { key: 'path', applies: ({ kind }) => kind === 'folder', ask: async (_, place) => say('path', place) },
    ]
    return { values: await runWizard('A wizard', steps, given), shown }
  }

  it('asks only what applies, and counts no more', async () => {
    const { values, shown } = await run(['bucket', 's3://team'])
    assert.deepEqual(values, { kind: 'bucket', url: 's3://team' })
    assert.deepEqual(shown, ['kind 1/1', 'url 2/2 <'])
  })

  it('goes back over what does not apply', async () => {
    const { values, shown } = await run(['folder', back, 'bucket', 's3://team'])
    assert.deepEqual(values, { kind: 'bucket', url: 's3://team' })
    assert.deepEqual(shown, ['kind 1/1', 'path 2/2 <', 'kind 1/2', 'url 2/2 <'])
  })

  it('asks nothing that is given, and answers nothing when it is given up', async () => {
    assert.deepEqual((await run([undefined], { kind: 'bucket' })).shown, ['url 1/1'])
    assert.equal((await run(['bucket', undefined])).values, undefined)
  })
})
