import assert from 'node:assert/strict'
import { curations } from './curations'
import { fromCsv } from './penguins'
import { recipes } from './recipes'
import { train, type Recipe } from './train'

const files = curations()
const heldOut = fromCsv(files['data/held-out.csv'])
const trained = (recipe: Recipe) => train(recipe, fromCsv(files[recipe.data as keyof typeof files]), heldOut)

describe('training the models of the demo', () => {
  const cases = [
    ['sizeOnly', { accuracy: 0.8125, f1_macro: 0.6946, log_loss: 0.4096, 'accuracy/sex=male': 0.7647 }],
    ['deepTree', { accuracy: 0.7679, f1_macro: 0.7072, log_loss: 4.2077, 'accuracy/sex=male': 0.7843 }],
    ['beak', { accuracy: 0.9375, f1_macro: 0.9194, log_loss: 0.3433, 'accuracy/sex=male': 0.9804 }],
    ['beakTree', { accuracy: 0.9464, f1_macro: 0.9389, log_loss: 0.9744, 'accuracy/sex=male': 0.8824 }],
    ['everything', { accuracy: 0.9821, f1_macro: 0.9784, log_loss: 0.0777, 'accuracy/sex=male': 1 }],
    ['massByFlipper', { rmse: 386.7091, mae: 295.7091, r2: 0.751, 'rmse/sex=male': 442.3974 }],
    ['massBySex', { rmse: 331.3121, mae: 263.5536, r2: 0.8172, 'rmse/sex=male': 388.1384 }],
  ] as const
  for (const [name, expected] of cases)
    it(`${name} has the metrics that the story tells of`, () => {
      const { metrics } = trained(recipes[name])
      const actual = Object.keys(expected).map((key) => [key, Number(metrics[key]!.toFixed(4))])
      assert.deepEqual(Object.fromEntries(actual), expected)
    })

  it('gives the same files for the same recipe', () => {
    assert.deepEqual(trained(recipes.beakTree).files, trained(recipes.beakTree).files)
  })

  it('says what goes in and what comes out', () => {
    assert.deepEqual(JSON.parse(String(trained(recipes.sizeOnly).files['signature.json'])), {
      inputs: [
        { type: 'float', name: 'flipper_length_mm', required: true },
        { type: 'float', name: 'body_mass_g', required: true },
      ],
      outputs: [
        { type: 'string', name: 'species', required: true },
        { type: 'array', name: 'probabilities', required: true, items: { type: 'float' } },
      ],
    })
  })

  describe('the story is true', () => {
    const accuracies = ({ metrics }: { metrics: Record<string, number> }) =>
      Object.entries(metrics).filter(([name]) => name.startsWith('accuracy/'))
    const [third, fourth, fifth] = [trained(recipes.beak), trained(recipes.beakTree), trained(recipes.everything)]

    it('version 4 is better than 3 on the average and worse for males and on Torgersen', () => {
      assert.ok(fourth.metrics['accuracy']! > third.metrics['accuracy']!)
      const worse = accuracies(fourth).filter(([name, value]) => value < third.metrics[name]! - 0.05)
      assert.deepEqual(
        worse.map(([name]) => name),
        ['accuracy/island=Torgersen', 'accuracy/sex=male'],
      )
    })

    it('version 5 is worse than 3 nowhere', () => {
      assert.deepEqual(
        accuracies(fifth).filter(([name, value]) => value < third.metrics[name]!),
        [],
      )
    })
  })
})
