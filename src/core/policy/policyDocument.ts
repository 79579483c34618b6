import * as z from 'zod'

// The policies as people write them, under `models:` and `keys:` of pedigree.yaml, and as the log keeps them.

const StageName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9 ._-]{0,63}$/, 'a stage has up to 64 letters, digits and . _ - and starts with a letter')
const Email = z.string().min(3).max(320)
const Name = z.string().min(1).max(250)

/** `24h`, `90d`, `30m`, `2w`, `45s`. */
export const Duration = z.string().regex(/^\d{1,6}(\.\d+)?[smhdw]$/, 'a time is written 30m, 24h, 90d or 2w')

/** `0.01`, or `1%` of the baseline's value. */
export const Tolerance = z.union([
  z.number().nonnegative(),
  z.string().regex(/^\d+(\.\d+)?%$/, 'a tolerance is a number, or a share such as 1%'),
])

const slices = Name.describe('Over which slices: `region=*`, or combinations such as `region=*,device=mobile`.')
const dataset = Name.describe('Only values measured on this dataset, by its digest or name.')

export const MetricRule = z.strictObject({
  metric: Name.describe('The metric that is asked for; its latest value counts.'),
  min: z.number().optional().describe('At least this.'),
  max: z.number().optional().describe('At most this.'),
  slices: slices.optional(),
  dataset: dataset.optional(),
  against: Name.optional().describe('Not worse than the holder of this stage, this alias, or `parent`.'),
  tolerance: Tolerance.optional().describe('How much worse it may be: 0.01, or 1%.'),
  anyDataset: z.boolean().optional().describe('Compare values that were measured on different datasets, too.'),
})
export const ParityRule = z.strictObject({
  parity: Name.describe('The metric whose spread between slices is asked for.'),
  across: Name.describe('The key of the slices, such as `region`.'),
  maxGap: z.number().nonnegative().describe('The largest difference between two of them.'),
  dataset: dataset.optional(),
})
export const StayRule = z.strictObject({
  after: StageName.describe('It has been in this stage …'),
  for: Duration.optional().describe('… for so long without a break: 24h, 7d.'),
})
export const SignatureRule = z.strictObject({
  signature: z.literal('compatible').describe('It takes every input that the present holder takes.'),
})
export const CardRule = z.strictObject({ card: z.literal('complete').describe('Its model card says all it should.') })
export const RecordedRule = z.strictObject({
  recorded: z
    .array(z.enum(['code', 'data', 'environment']))
    .min(1)
    .describe('What made it is on record; code also without uncommitted changes.'),
})
export const FilesRule = z.strictObject({ files: z.literal('safe').describe('None of its files can run code.') })
export const CheckRule = z.strictObject({ check: Name.describe('This check was reported as passed.') })
export const ApprovalsRule = z.strictObject({
  approvals: z.strictObject({
    count: z.int().positive().max(100).describe('By how many people, not counting its author.'),
    from: z.array(Email).min(1).optional().describe('By whom; anybody when left out.'),
    signed: z.boolean().optional().describe('With their SSH key.'),
  }),
})

/** What a rule is about, by the key that says so. */
export const ruleShapes = {
  metric: MetricRule,
  parity: ParityRule,
  after: StayRule,
  signature: SignatureRule,
  card: CardRule,
  recorded: RecordedRule,
  files: FilesRule,
  check: CheckRule,
  approvals: ApprovalsRule,
} as const
export type RuleKind = keyof typeof ruleShapes

export const Rule = z.union([
  MetricRule,
  ParityRule,
  StayRule,
  SignatureRule,
  CardRule,
  RecordedRule,
  FilesRule,
  CheckRule,
  ApprovalsRule,
])
export type Rule = z.infer<typeof Rule>
export type RuleOf<K extends RuleKind> = z.infer<(typeof ruleShapes)[K]>

export const notices = ['gate.failed', 'stage.entered', 'rollback', 'drift'] as const
export type Notice = (typeof notices)[number]

export const ModelPolicy = z.strictObject({
  stages: z.array(StageName).min(1).max(50).optional().describe('In the order in which a version climbs.'),
  exclusive: z
    .array(StageName)
    .optional()
    .describe('Stages with one version at a time; the last one unless it is said.'),
  aliases: z
    .record(
      Name,
      z.strictObject({
        follows: StageName.optional().describe('The alias always names the holder of this stage.'),
        gate: StageName.optional().describe('It moves only to versions that pass the gate of this stage.'),
      }),
    )
    .optional()
    .describe('Names that move with a stage, or that its gate protects.'),
  metrics: z
    .record(Name, z.enum(['higher', 'lower']))
    .optional()
    .describe('Which values are better.'),
  override: z.enum(['allowed', 'never']).optional().describe('May a failed gate be overridden, with a reason?'),
  gates: z.record(StageName, z.array(Rule).max(200)).optional().describe('The rules in front of each stage.'),
  signers: z
    .record(z.string(), z.array(Email).min(1))
    .optional()
    .describe('Whose signature a stage asks for; `policy` guards the policies themselves.'),
  promoteOnPass: z
    .record(StageName, z.boolean())
    .optional()
    .describe('Stages that a version enters by itself when it passes.'),
  notify: z
    .array(
      z.strictObject({
        url: z
          .string()
          .regex(/^env:PEDIGREE_[A-Z0-9_]+$/, 'an address is given as env:PEDIGREE_…, never written here')
          .describe('The variable of the environment that has the address: env:PEDIGREE_….'),
        on: z.array(z.enum(notices)).min(1).describe('Of what it is told.'),
      }),
    )
    .optional()
    .describe('Webhooks that are told of what happens.'),
  retention: z
    .strictObject({
      keepProduction: z.int().nonnegative().optional().describe('How many of the last holders stay as they are.'),
      coldAfter: Duration.describe('Older versions go to colder storage.'),
      storageClass: z
        .enum(['STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR', 'GLACIER', 'DEEP_ARCHIVE'])
        .describe('Of the bucket.'),
    })
    .optional()
    .describe('When the files of old versions go to colder storage; nothing is deleted.'),
})
export type ModelPolicy = z.infer<typeof ModelPolicy>

const Key = z
  .string()
  .regex(/^(ssh-|ecdsa-|sk-)\S+ [A-Za-z0-9+/=]+/, 'a public key as in a .pub file: ssh-ed25519 AAAA…')

/** All policies of a registry: what `policy apply` puts into the log. */
export const PolicyDocument = z.strictObject({
  models: z
    .record(z.string().min(1).max(250), ModelPolicy)
    .default({})
    .describe('Policies by glob of model names; the most specific one counts.'),
  keys: z
    .record(Email, z.union([Key, z.array(Key).min(1)]))
    .default({})
    .describe('Public SSH keys by e-mail address.'),
})
export type PolicyDocument = z.infer<typeof PolicyDocument>

export const emptyPolicies: PolicyDocument = { models: {}, keys: {} }
