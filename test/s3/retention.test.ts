import assert from 'node:assert/strict'
import { appendFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Applied } from '../../src/operations/applyRetention'
import { blobKey } from '../../src/store/keys'
import { s3Store } from '../../src/store/s3Store'
import type { Scratch } from '../cli/pedigree'
import { People } from './people'
import { ownServer } from './server'

/** As `pedigree show --json` has it, as far as it matters here. */
interface Shown {
  storageClass: string | null
  record: { files: { path: string; sha256: string }[] }
}

describe('the files of old versions', function () {
  this.timeout(120_000)
  let people: People
  let ada: Scratch

  beforeEach(async function () {
    if (!ownServer()) return this.skip()
    people = new People()
    ada = people.person('Ada')
    await ada.ok('init', '--registry', people.url)
    for (const word of ['one', 'two', 'three', 'four', 'five']) {
      ada.write('model/shared.bin', 'the same in all')
      ada.write('model/weights.bin', `weights ${word}`)
      await ada.ok('register', 'churn', 'model')
      await ada.ok('promote', 'churn@latest', 'production')
    }
    const retention = 'retention: { coldAfter: 1s, storageClass: GLACIER_IR }'
    appendFileSync(ada.path('pedigree.yaml'), `\nmodels: { churn: { ${retention} } }\n`)
    await ada.ok('policy', 'apply')
    await sleep(1100)
  })
  afterEach(() => people?.remove())

  const shown = (version: number): Promise<Shown> => ada.ok('show', `churn@${version}`)
  async function classOf(version: number, path: string): Promise<string | undefined> {
    const { record } = await shown(version)
    const { sha256 } = record.files.find((file) => file.path === path)!
    return (await s3Store(people.place).cold!.statusOf(blobKey(sha256)))?.storageClass
  }

  it('Y7 Y8 move when nothing keeps them, and come back when something does', async () => {
    const plan = (await ada.ok('retention', 'plan')) as Applied
    assert.deepEqual(
      plan.versions.map(({ version, to }) => [version, to]),
      [
        [1, 'GLACIER_IR'],
        [2, 'GLACIER_IR'],
        [3, null],
        [4, null],
        [5, null],
      ],
    )
    assert.equal(plan.blobs.length, 2, 'the file that is in all of them stays')
    assert.equal(await classOf(1, 'weights.bin'), 'STANDARD', 'a plan moves nothing')

    const applied = (await ada.ok('retention', 'apply')) as Applied
    assert.equal(applied.moved.blobs, 2)
    assert.deepEqual(
      [await classOf(1, 'weights.bin'), await classOf(1, 'shared.bin'), await classOf(5, 'weights.bin')],
      ['GLACIER_IR', 'STANDARD', 'STANDARD'],
    )
    assert.deepEqual([(await shown(1)).storageClass, (await shown(3)).storageClass], ['GLACIER_IR', null])
    assert.equal(((await ada.ok('retention', 'apply')) as Applied).moved.blobs, 0, 'nothing is done twice')
    await ada.ok('pull', 'churn@1', 'pulled')
    await ada.ok('verify', '--files')

    await ada.ok('alias', 'set', 'churn@1', 'keep')
    const again = (await ada.ok('retention', 'apply')) as Applied
    assert.deepEqual(
      again.restored.map(({ version }) => version),
      [1],
    )
    assert.deepEqual([await classOf(1, 'weights.bin'), (await shown(1)).storageClass], ['STANDARD', null])
  })

  it('Y7 of a version that shares all its files nothing is said to have moved', async () => {
    ada.write('model/weights.bin', 'weights five')
    await ada.ok('register', 'churn', 'model')
    await sleep(1100)
    const { versions } = (await ada.ok('retention', 'apply')) as Applied
    assert.deepEqual([versions[5]?.to, versions[5]?.kept], [null, ['shares its files with what is kept']])
    assert.equal((await shown(6)).storageClass, null)
  })
})
