import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { card } from './card'
import { curations } from './curations'
import { recipes } from './recipes'
import type { Terminal } from './terminal'
import type { Recipe } from './train'
import { trainInto, type Trained } from './trainInto'
import { makeWorkspace, writeInto } from './workspace'

/** The months of a small team, in half a minute. Every number said is one that was measured. */
export async function tellStory(folder: string, terminal: Terminal): Promise<void> {
  const teller: Teller = { ...terminal, folder, pedigree: (...words) => terminal.run('pedigree', words) }
  await start(teller)
  const first = await theFirstVersion(teller)
  await anOverfitTree(teller, first)
  const third = await moreData(teller)
  const during = await aBetterAverage(teller, third)
  await aGate(teller)
  await betterOnEverySlice(teller)
  await aCard(teller)
  await anotherModel(teller)
  await lookBack(teller, during)
}

interface Teller extends Terminal {
  folder: string
  pedigree: (...words: string[]) => Promise<string>
}

async function start(teller: Teller): Promise<void> {
  const { folder, say, pedigree } = teller
  say('A fresh git repository with training code and the first curation of the data.')
  await makeWorkspace(folder, teller)
  const data = curations()
  for (const path of ['data/penguins-v1.csv', 'data/held-out.csv'] as const) writeInto(folder, path, data[path])
  await commit(teller, 'Tell penguins apart by their size', '.')

  say('Make it a registry. Without a bucket it lives in .pedigree/, beside the code.')
  await pedigree('init')
  await commit(teller, 'Keep a model registry', 'pedigree.yaml')
}

async function theFirstVersion(teller: Teller): Promise<Trained> {
  const { say, pedigree } = teller
  const first = await trained(teller, recipes.sizeOnly, 'logistic regression on flipper length and body mass')
  say('Register it: its files, and all that made it.')
  await register(
    teller,
    recipes.sizeOnly,
    '--label',
    'size-only',
    '--description',
    'Species from flipper length and body mass',
  )
  say('It is the only one there is, so it goes through every stage.')
  for (const stage of ['staging', 'shadow', 'production']) await pedigree('promote', 'penguins@1', stage)
  return first
}

async function anOverfitTree(teller: Teller, first: Trained): Promise<void> {
  const { say, pedigree } = teller
  const tree = await trained(teller, recipes.deepTree, 'a deep decision tree on the same data')
  await register(
    teller,
    recipes.deepTree,
    '--parent',
    'penguins@1',
    '--description',
    'A deep tree on the same two features',
  )
  say('It learnt the training birds by heart. Out of the way with it, but never out of the record.')
  const reason = `overfits: accuracy ${of(tree, 'accuracy')} where version 1 has ${of(first, 'accuracy')}`
  await pedigree('archive', 'penguins@2', '--reason', reason)
}

async function moreData(teller: Teller): Promise<Trained> {
  const { folder, say, pedigree } = teller
  say('The second curation has beaks, and birds whose sex nobody knows.')
  writeInto(folder, 'data/penguins-v2.csv', curations()['data/penguins-v2.csv'])
  await commit(teller, 'Measure beaks too', 'data')
  const third = await trained(teller, recipes.beak, 'logistic regression on the beak')
  await register(
    teller,
    recipes.beak,
    '--parent',
    'penguins@1',
    '--label',
    'beak',
    '--description',
    'Species from the beak',
  )
  say('An alias is a name that moves at will.')
  await pedigree('alias', 'set', 'penguins@3', 'challenger')
  await pedigree('promote', 'penguins@3', 'staging')
  await pedigree('promote', 'penguins@3', 'shadow')
  say('What is measured later is added to the version as an evaluation.')
  await evaluateLatency(teller, 'penguins@3', third)
  await pedigree(
    'promote',
    'penguins@3',
    'production',
    '--reason',
    `accuracy ${of(third, 'accuracy')} on held-out birds`,
  )
  return third
}

/** Answers a moment at which version 4 was in production. */
async function aBetterAverage(teller: Teller, third: Trained): Promise<string> {
  const { say, pedigree } = teller
  const fourth = await trained(teller, recipes.beakTree, 'a decision tree on the beak')
  await register(teller, recipes.beakTree, '--parent', 'penguins@3', '--description', 'A small tree on the beak')
  await pedigree('alias', 'set', 'penguins@4', 'challenger')
  await pedigree('promote', 'penguins@4', 'staging')
  await pedigree('promote', 'penguins@4', 'shadow')
  await evaluateLatency(teller, 'penguins@4', fourth)
  say('On average it is better. Good enough?')
  const better = `accuracy ${of(fourth, 'accuracy')} where version 3 has ${of(third, 'accuracy')}`
  await pedigree('promote', 'penguins@4', 'production', '--reason', better)
  const during = new Date().toISOString()

  say('How do the two compare, slice by slice?')
  await pedigree('diff', 'penguins@3', 'penguins@4')
  say('The average hid it. Back to the version before, at once.')
  const slices = ['sex=male', 'island=Torgersen']
  const falls = slices.map(
    (slice) => `${slice} from ${of(third, `accuracy/${slice}`)} to ${of(fourth, `accuracy/${slice}`)}`,
  )
  const reason = `accuracy fell for ${falls.join(' and for ')}`
  await pedigree('rollback', 'penguins', '--code', 'accuracy-regression', '--reason', reason)
  await pedigree('resolve', 'penguins@champion')
  return during
}

/** What production asks for from now on. */
const gate = `
models:
  penguins:
    metrics: { accuracy: higher, latency_p99_ms: lower }
    gates:
      production:
        - { metric: accuracy, slices: sex=*, against: production, tolerance: 0.02 }
        - { metric: accuracy, slices: island=*, against: production, tolerance: 0.02 }
        - { metric: latency_p99_ms, max: 50 }
        - { after: shadow }
        - { recorded: [code, data, environment] }
        - { check: field-trial }
`

async function aGate(teller: Teller): Promise<void> {
  const { folder, say, pedigree } = teller
  say('Never again by the average alone: the team writes down what production asks for, and puts it into force.')
  appendFileSync(join(folder, 'pedigree.yaml'), gate)
  await pedigree('policy', 'check')
  await pedigree('policy', 'apply', '--reason', 'version 4 got in by its average')
  await commit(teller, 'Ask for every slice before production', 'pedigree.yaml')
  say('Would version 4 have got in?')
  await teller.run('pedigree', ['gate', 'penguins@4', 'production'], 1)
}

async function betterOnEverySlice(teller: Teller): Promise<void> {
  const { say, pedigree } = teller
  const fifth = await trained(teller, recipes.everything, 'logistic regression on all four measurements')
  await register(
    teller,
    recipes.everything,
    '--parent',
    'penguins@3',
    '--label',
    'all-four',
    '--description',
    'Beak and size',
  )
  await pedigree('alias', 'set', 'penguins@5', 'challenger')
  await pedigree('promote', 'penguins@5', 'staging')
  await pedigree('promote', 'penguins@5', 'shadow')
  await evaluateLatency(teller, 'penguins@5', fifth)
  say('This one is better on average, and on every slice that fell.')
  await pedigree('diff', 'penguins@3', 'penguins@5')
  await pedigree('check', 'penguins@5', 'field-trial', 'pass', '--note', 'a week on Dream')
  say('The gate agrees.')
  await pedigree('promote', 'penguins@5', 'production', '--reason', 'better for males and on Torgersen than version 4')
  await pedigree('deployed', 'penguins@3', '--env', 'field-station')
  say('What runs in the field is not what production has, and that is seen.')
  await pedigree('status')
}

async function aCard(teller: Teller): Promise<void> {
  const { folder, say, pedigree } = teller
  say('What it is for, and where it fails: people say that, and the record fills in the numbers.')
  writeInto(folder, 'cards/penguins.md', card)
  await commit(teller, 'Say what the model is for', 'cards')
  await pedigree('card', 'import', 'penguins@5', 'cards/penguins.md')
  await pedigree('card', 'lint', 'penguins@5')
}

async function anotherModel(teller: Teller): Promise<void> {
  const { say, pedigree } = teller
  say('A registry keeps more than one model.')
  await trained(teller, recipes.massByFlipper, 'body mass by linear regression on the flipper')
  await register(teller, recipes.massByFlipper, '--description', 'Body mass from the flipper')
  for (const stage of ['staging', 'shadow', 'production']) await pedigree('promote', 'body-mass@1', stage)
  const second = await trained(teller, recipes.massBySex, 'body mass by flipper, beak depth and sex')
  await register(
    teller,
    recipes.massBySex,
    '--parent',
    'body-mass@1',
    '--description',
    'Body mass from flipper, beak and sex',
  )
  await pedigree(
    'promote',
    'body-mass@2',
    'staging',
    '--reason',
    `misses by ${second.metrics['rmse']!.toFixed(0)} g (rmse)`,
  )
}

async function lookBack({ say, pedigree }: Teller, during: string): Promise<void> {
  say('What is there now?')
  await pedigree('models')
  await pedigree('versions', 'penguins')
  say('What was in production at that moment, before the rollback?')
  await pedigree('at', during)
  say('And who did what, when and why?')
  await pedigree('log', 'penguins')
  await pedigree('show', 'penguins@production', '--at', during)
  say('Serving code fetches what is live, checked byte by byte.')
  await pedigree('pull', 'penguins@champion', 'pulled/champion')
  say('Is the whole record intact: the chain of the log, and every file?')
  await pedigree('verify', '--files')
}

async function commit({ run }: Teller, message: string, path: string): Promise<void> {
  await run('git', ['add', path])
  await run('git', ['commit', '--quiet', '-m', message])
}

async function trained(teller: Teller, recipe: Recipe, what: string): Promise<Trained> {
  writeInto(teller.folder, 'train/recipe.json', `${JSON.stringify(recipe, undefined, 2)}\n`)
  teller.say(`Train ${recipe.name}: ${what}.`)
  await commit(teller, `Train ${what}`, 'train')
  return trainInto(teller.folder, recipe)
}

async function register({ pedigree }: Teller, recipe: Recipe, ...more: string[]): Promise<void> {
  const folder = `models/${recipe.name}`
  const files = ['params', 'metrics', 'signature'].flatMap((name) => [`--${name}`, `${folder}/${name}.json`])
  const data = ['--data', recipe.data, '--data', 'data/held-out.csv']
  const model = recipe.name.replace(/-\d+$/, '')
  await pedigree('register', model, folder, ...files, ...data, '--tag', 'team=field-station', ...more)
}

async function evaluateLatency({ pedigree }: Teller, version: string, { latencyP99 }: Trained): Promise<void> {
  await pedigree('evaluate', version, '--metric', `latency_p99_ms=${latencyP99}`, '--data', 'data/held-out.csv')
}

const of = ({ metrics }: Trained, name: string) => metrics[name]!.toFixed(3)
