import type { Recipe } from './train'

/** How each version of the two models is made; the story says why. */
export const recipes = {
  sizeOnly: {
    name: 'penguins-1',
    data: 'data/penguins-v1.csv',
    features: ['flipper_length_mm', 'body_mass_g'],
    kind: 'logistic-regression',
    learningRate: 0.5,
    epochs: 300,
    l2: 0.01,
  },
  deepTree: {
    name: 'penguins-2',
    data: 'data/penguins-v1.csv',
    features: ['flipper_length_mm', 'body_mass_g'],
    kind: 'decision-tree',
    maxDepth: 6,
    minLeaf: 1,
  },
  beak: {
    name: 'penguins-3',
    data: 'data/penguins-v2.csv',
    features: ['beak_length_mm', 'beak_depth_mm'],
    kind: 'logistic-regression',
    learningRate: 0.5,
    epochs: 300,
    l2: 0.1,
  },
  beakTree: {
    name: 'penguins-4',
    data: 'data/penguins-v2.csv',
    features: ['beak_length_mm', 'beak_depth_mm'],
    kind: 'decision-tree',
    maxDepth: 4,
    minLeaf: 3,
  },
  everything: {
    name: 'penguins-5',
    data: 'data/penguins-v2.csv',
    features: ['beak_length_mm', 'beak_depth_mm', 'flipper_length_mm', 'body_mass_g'],
    kind: 'logistic-regression',
    learningRate: 0.5,
    epochs: 300,
    l2: 0.01,
  },
  massByFlipper: {
    name: 'body-mass-1',
    data: 'data/penguins-v2.csv',
    features: ['flipper_length_mm'],
    kind: 'linear-regression',
    target: 'body_mass_g',
    l2: 0.001,
  },
  massBySex: {
    name: 'body-mass-2',
    data: 'data/penguins-v2.csv',
    features: ['flipper_length_mm', 'beak_depth_mm', 'is_male'],
    kind: 'linear-regression',
    target: 'body_mass_g',
    l2: 0.001,
  },
} as const satisfies Record<string, Recipe>
