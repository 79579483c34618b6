import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../host/projectRoot'
import { tellStory } from './story'
import { terminal } from './terminal'
import { clearWorkspace, trainingSources } from './workspace'

describe('the demo', () => {
  let folder: string
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'demo-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  describe('its story', () => {
    const told: string[] = []
    const exits: Record<string, number> = {}
    before(async () => {
      const workspace = mkdtempSync(join(tmpdir(), 'demo-'))
      const run = async (program: string, words: readonly string[], exit = 0) => {
        const line = [program, ...words].join(' ')
        // A path that a command names must be there when it runs.
        for (const word of words.filter((name) => /^(models|data)\//.test(name)))
          assert.ok(existsSync(join(workspace, word)), `${line}: no ${word}`)
        told.push(line)
        if (exit) exits[line] = exit
        return ''
      }
      await tellStory(workspace, { say: () => undefined, run })
      rmSync(workspace, { recursive: true })
    })
    const linesOf = (start: string) => told.filter((line) => line.startsWith(start))

    it('registers five versions of one model and two of another', () => {
      const models = linesOf('pedigree register').map((line) => line.split(' ').slice(2, 4).join(' '))
      const penguins = [1, 2, 3, 4, 5].map((number) => `penguins models/penguins-${number}`)
      assert.deepEqual(models, [...penguins, 'body-mass models/body-mass-1', 'body-mass models/body-mass-2'])
    })

    it('commits before each version is registered, so that each names its own code', () => {
      const commits = told.flatMap((line, at) => (line.startsWith('pedigree register') ? [told[at - 1]!] : []))
      assert.ok(
        commits.every((line) => line.startsWith('git commit')),
        commits.join('\n'),
      )
      assert.equal(new Set(commits).size, 7)
    })

    it('rolls back with the numbers that were measured', () => {
      const reason = 'accuracy fell for sex=male from 0.980 to 0.882 and for island=Torgersen from 1.000 to 0.882'
      assert.deepEqual(linesOf('pedigree rollback'), [
        `pedigree rollback penguins --code accuracy-regression --reason ${reason}`,
      ])
    })

    it('is refused nothing but what a gate refuses', () => {
      assert.deepEqual(exits, { 'pedigree gate penguins@4 production': 1 })
    })
  })

  describe('its terminal', () => {
    const shown = async (script: string, exit?: number) => {
      const texts: string[] = []
      writeFileSync(join(folder, 'cli.js'), script)
      const { run } = terminal(folder, join(folder, 'cli.js'), (text) => texts.push(text))
      await run('pedigree', ['say', 'two words'], exit)
      return texts.join('')
    }

    it('shows a command and what it answered', async () => {
      const answer = '$ pedigree say "two words"\n  two words\n\n  bye\n'
      assert.equal(await shown('console.log(`${process.argv[3]}\\n\\nbye`)'), answer)
    })

    it('stops at an exit that was not foreseen, and only there', async () => {
      await assert.rejects(shown('process.exit(1)'), /pedigree say two words exited with 1, not 0/)
      await assert.rejects(shown('', 1), /exited with 0, not 1/)
      await shown('process.exit(1)', 1)
    })
  })

  describe('its workspace', () => {
    it('leaves a folder alone that no demo made', () => {
      mkdirSync(join(folder, 'thesis'))
      assert.throws(() => clearWorkspace(folder), /not an earlier demo/)
      assert.ok(existsSync(join(folder, 'thesis')))
    })

    it('holds all the code that training needs', () => {
      const imported = trainingSources.flatMap((name) => {
        const source = readFileSync(join(projectRoot, 'test/demo', name), 'utf8')
        return [...source.matchAll(/from '\.\/(\w+)'/g)].map(([, file]) => `${file}.ts`)
      })
      assert.deepEqual(
        [...new Set(imported)].filter((name) => !trainingSources.includes(name)),
        [],
      )
    })
  })
})
