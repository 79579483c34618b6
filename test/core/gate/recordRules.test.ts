import assert from 'node:assert/strict'
import type { SignatureField, VersionRecord } from '../../../src/core/record'
import type { CardFinding } from '../../../src/core/card/card'
import { hex } from '../../samples'
import { aGate, aVersion, baseline, judge, resultOf } from './facts'

const recording = (record: Partial<VersionRecord>) => aGate(aVersion(7, {}, { record }))

describe('the signature', () => {
  const rule = { signature: 'compatible' }
  const [age, city] = [
    { name: 'age', type: 'long' },
    { name: 'city', type: 'string' },
  ]
  const signed = (number: number, inputs?: SignatureField[]) =>
    aVersion(number, {}, inputs ? { record: { signature: { inputs } } } : {})
  const against = (ours: ReturnType<typeof signed>, theirs: ReturnType<typeof signed>) =>
    aGate(ours, { baselines: { production: [baseline(theirs)] } })
  judge([
    [
      'E17 every input is still there',
      rule,
      against(signed(7, [age, city]), signed(6, [age, city])),
      true,
      'fraud@7 takes every input that production (fraud@6) takes.',
    ],
    [
      'E17 an input is gone',
      rule,
      against(signed(7, [age]), signed(6, [age, city])),
      false,
      'fraud@7 does not take all that production (fraud@6) takes: input "city" is gone.',
    ],
    [
      'E17 of many problems three are told',
      rule,
      against(
        signed(7, []),
        signed(
          6,
          ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, type: 'long' })),
        ),
      ),
      false,
      /input "a" is gone, input "b" is gone, input "c" is gone and 2 more\.$/,
    ],
    [
      'E17 no signature where the holder has one fails',
      rule,
      against(signed(7), signed(6, [age])),
      false,
      'fraud@7 has no signature, but production (fraud@6) has one, so it is not known whether it takes the same inputs; register it again with --signature FILE.',
    ],
    [
      'E17 a holder without a signature passes, and it is said',
      rule,
      against(signed(7, [age]), signed(6)),
      true,
      'production (fraud@6) has no signature, so there is nothing to compare with.',
    ],
    [
      'E6 no holder passes the signature, and it is said',
      rule,
      aGate(signed(7), { baselines: { production: [] } }),
      true,
      'There is no version in production yet, so there is nothing to compare it with.',
    ],
    [
      'E6 the holder itself passes the signature',
      rule,
      against(signed(7, [age]), signed(7, [city])),
      true,
      'fraud@7 is production itself, so it is not compared with it.',
    ],
  ])
})

describe('what is on record', () => {
  const code = { commit: hex('commit'), dirty: false }
  const all = { recorded: ['code', 'data', 'environment'] }
  const full: Partial<VersionRecord> = {
    code,
    data: [{ name: 'customers', digest: 'sha256:1' }],
    environment: { python: {} },
  }
  judge([
    [
      'E18 all is there',
      all,
      recording(full),
      true,
      `fraud@7 says what made it: commit ${hex('commit').slice(0, 12)}, data customers and environment (python).`,
    ],
    [
      'E18 nothing is there',
      all,
      recording({}),
      false,
      /^fraud@7 does not say which code made it .*, does not say which data made it \(give --data FILE\) and does not say in which environment .*; a record never changes, so register it again as a new version\.$/,
    ],
    [
      'E18 only what is asked for counts',
      { recorded: ['data'] },
      recording({ data: full.data! }),
      true,
      'fraud@7 says what made it: data customers.',
    ],
    [
      'E18 code with changes fails',
      { recorded: ['code'] },
      recording({ code: { ...code, dirty: true } }),
      false,
      /was made by commit .* and changes that were not in it \(commit them first\)/,
    ],
    [
      'E18 a commit without a name is none',
      { recorded: ['code'] },
      recording({ code: { ...code, commit: '' } }),
      false,
      /which code/,
    ],
    [
      'E18 data that is known by name only fails',
      { recorded: ['data'] },
      recording({ data: [{ name: 'customers' }] }),
      false,
      /knows its data \(customers\) by name only/,
    ],
    [
      'E18 data with a version passes',
      { recorded: ['data'] },
      recording({ data: [{ name: 'customers', version: '3' }] }),
      true,
      /data customers/,
    ],
    [
      'E18 data with an address passes',
      { recorded: ['data'] },
      recording({ data: [{ name: 'other' }, { name: 'customers', uri: 's3://b/c' }] }),
      true,
      /data customers/,
    ],
    [
      'E18 what is said twice is looked at once',
      { recorded: ['data', 'data'] },
      recording({ data: full.data! }),
      true,
      'fraud@7 says what made it: data customers.',
    ],
  ])
})

describe('results about the record', () => {
  it('E1 a result says what was found of each', () => {
    const { rule, expected, actual } = resultOf(
      { recorded: ['code', 'data'] },
      recording({ data: [{ name: 'customers' }] }),
    )
    assert.deepEqual(
      { rule, expected, actual },
      {
        rule: 'recorded: [code, data]',
        expected: 'code and data on record',
        actual: 'no code; data customers, by name only',
      },
    )
  })
})

describe('the card', () => {
  const rule = { card: 'complete' }
  const found = (code: string, field: string, severity: CardFinding['severity'] = 'error'): CardFinding => ({
    ...{ code, field, severity, message: '' },
  })
  const having = (...findings: CardFinding[]) => aGate(aVersion(7), { card: { findings } })
  judge([
    ['E19 without an error it is complete', rule, having(), true, 'The card of fraud@7 is complete.'],
    ['E19 warnings are none', rule, having(found('card/ci-missing', 'eval.overall', 'warning')), true, /is complete/],
    [
      'E19 every error is told, with where it is',
      rule,
      having(
        found('card/placeholder', 'risks'),
        found('card/license-unknown', 'identity.license'),
        found('card/placeholder', 'use.primary'),
        found('card/placeholder', 'use.primary'),
      ),
      false,
      'The card of fraud@7 is not complete: placeholder (Risks and Intended Use) and license-unknown (Licence); see: pedigree card lint fraud@7.',
    ],
    [
      'E19 a version without a card has none',
      rule,
      aGate(aVersion(7)),
      false,
      /^fraud@7 has no card: none was saved\. Write/,
    ],
    [
      'E19 what it would inherit is nobody’s word yet',
      rule,
      aGate(aVersion(7), { card: { findings: [], missing: 'none was saved', previous: 'fraud@6' } }),
      false,
      /none was saved; it would begin with what was said of fraud@6, to be affirmed\./,
    ],
  ])
})

describe('files', () => {
  const rule = { files: 'safe' }
  const files = (...paths: string[]) =>
    recording({ files: paths.map((path) => ({ path, size: 1, sha256: hex(path) })) })
  judge([
    [
      'E20 data only is safe',
      rule,
      files('model.safetensors', 'config.json'),
      true,
      'fraud@7 has 2 files, none of them named like one that can run code when loaded; contents were not read.',
    ],
    [
      'E20 a pickle is not',
      rule,
      files('config.json', 'a/model.pkl'),
      false,
      'fraud@7 has 1 file that can run code when loaded: a/model.pkl (a pickle); save the model as data only, such as safetensors, ONNX or skops.',
    ],
    [
      'E20 of many files three are told',
      rule,
      files('1.pkl', '2.pkl', '3.pkl', '4.pkl'),
      false,
      /1\.pkl \(a pickle\), 2\.pkl \(a pickle\), 3\.pkl \(a pickle\) and 1 more;/,
    ],
    [
      'E20 a list that the record does not hold was not examined',
      rule,
      recording({ files: undefined, fileList: { sha256: hex('list'), size: 1, count: 1001, bytes: 1 } }),
      false,
      'The files of fraud@7 were not examined, as there are more than 1,000, so they are not known to be safe.',
    ],
  ])
  for (const path of [
    'm.pickle',
    'm.joblib',
    'm.joblib.gz',
    'M.PKL',
    'm.pt',
    'm.pth',
    'm.pth.tar',
    'last.ckpt',
    'python_model.dill',
    'pytorch_model.bin',
    'pytorch_model-00001-of-00002.bin',
    'training_args.bin',
    'm.mar',
    'm.nemo',
  ])
    judge([[`E20 ${path} is not safe`, rule, files(path), false, /can run code/]])
  for (const path of [
    'm.onnx',
    'm.npy',
    'm.npz',
    'm.h5',
    'm.keras',
    'weights.bin',
    'm.gguf',
    'm.skops',
    'pkl',
    'ckpt/m.onnx',
    'm.pkl.md5',
    'm.pt.json',
  ])
    judge([[`E20 ${path} is taken for data`, rule, files(path), true, /contents were not read/]])
})
