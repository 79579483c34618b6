/** A part of a card, found by its id. A fact has an automatic block, and room for a note; a statement is people's. */
export interface Section {
  id: string
  title: string
  /** Of its heading. */
  level: 2 | 3
  kind: 'fact' | 'statement'
  /** Is a card without it incomplete? */
  required: boolean
  /** One sentence that helps to write it. */
  hint: string
  /** Items of Annex IV of the EU AI Act that it speaks to. */
  annex: readonly string[]
}

const fact = (id: string, title: string, level: 2 | 3, hint: string, ...annex: string[]): Section => ({
  ...{ id, title, level, kind: 'fact', required: false, hint, annex },
})
const statement = (id: string, title: string, level: 2 | 3, hint: string, ...annex: string[]): Section => ({
  ...{ id, title, level, kind: 'statement', required: false, hint, annex },
})
const required = (section: Section): Section => ({ ...section, required: true })

/** Every section, in the order in which a card has them. */
export const sections: readonly Section[] = [
  statement('summary', 'Summary', 2, 'Say in one or two sentences what the model does, and for whom.', '1(a)'),
  fact('identity.version', 'Version', 2, 'Add what its number and stage do not tell.', '1(a)'),
  fact('identity.digest', 'Files', 3, 'Add which file is which, if their names do not tell.', '1(d)'),
  fact('identity.parents', 'Parents', 3, 'Add why it was made from these.', '1(a)', '6'),
  fact('identity.changes', 'Changes', 3, 'Say what is new since the previous version, and why.', '6'),
  statement('identity.owners', 'Owners', 3, 'Name the people or the team who made it and look after it.', '1(a)'),
  required(
    statement('identity.contact', 'Contact', 3, 'Give an address where somebody answers questions about it.', '1(a)'),
  ),
  required(
    statement('use.primary', 'Intended Use', 2, 'Say what it is for: which decision it helps with.', '1(a)', '1(h)'),
  ),
  statement('use.users', 'Users', 3, 'Say who is meant to use it, and what they have to know.', '1(a)', '1(h)'),
  statement('use.downstream', 'Downstream Use', 3, 'Say what it may become a part of.', '1(b)'),
  required(
    statement(
      'use.outOfScope',
      'Out-of-Scope Use',
      3,
      'Say what it must not be used for, even if it seems to work.',
      '1(h)',
    ),
  ),
  statement('use.oversight', 'Human Oversight', 3, 'Say who can overrule it, when, and how.', '2(e)'),
  statement(
    'use.deployment',
    'Deployment',
    3,
    'Say where it is meant to run: places, systems, languages, law.',
    '1(b)',
    '1(d)',
  ),
  fact('factors', 'Factors', 2, 'Name the groups or conditions that it is measured by, and why they matter.', '3'),
  required(
    fact('data.training', 'Training Data', 2, 'Add what the names and digests of the data do not tell.', '2(d)'),
  ),
  statement(
    'data.collection',
    'Collection',
    3,
    'Say where the data comes from, when and how it was collected.',
    '2(d)',
  ),
  statement('data.labelling', 'Labelling', 3, 'Say who or what labelled it, by which rules, and how well.', '2(d)'),
  statement('data.preprocessing', 'Preprocessing', 3, 'Say what was cleaned, dropped, joined or made up.', '2(d)'),
  statement('data.sensitive', 'Sensitive Data', 3, 'Say whether it holds personal data, and on what ground.', '2(d)'),
  statement(
    'data.knownBias',
    'Known Bias',
    3,
    'Say whom or what the data has too little or too much of.',
    '2(d)',
    '2(f)',
  ),
  statement('data.governance', 'Data Governance', 3, 'Say who owns the data, and what its licence allows.', '2(d)'),
  fact('signature', 'Inputs and Outputs', 2, 'Say what the columns mean, in which units, and what is left out.', '3'),
  fact(
    'training.commit',
    'Training',
    2,
    'Say how it was trained, and why the working tree had changes, if it had.',
    '2(a)',
    '2(b)',
  ),
  fact('training.params', 'Parameters', 3, 'Say how they were chosen.', '2(b)'),
  fact('training.env', 'Environment', 3, 'Add what else it takes to train it again.', '1(c)', '2(c)'),
  statement(
    'training.hardware',
    'Hardware, Time and Energy',
    3,
    'Say on what it was trained, for how long, and what that took.',
    '1(e)',
    '2(c)',
  ),
  required(fact('eval.overall', 'Evaluation', 2, 'Say on what it was measured, and how.', '2(g)', '4')),
  fact('eval.slices', 'Slices', 3, 'Say what stands out among the slices.', '2(g)', '3'),
  fact('eval.baseline', 'Comparison', 3, 'Say whether it is better, and whether that matters.', '6'),
  statement(
    'eval.why',
    'Why These Metrics',
    3,
    'Say why these metrics fit the use, and where the thresholds come from.',
    '4',
  ),
  required(
    statement(
      'limits.known',
      'Limitations',
      2,
      'Say where it fails, and how one would notice; name the worst slice.',
      '3',
    ),
  ),
  statement('limits.tradeoffs', 'Trade-Offs', 3, 'Say what was given up for what.', '2(b)'),
  statement(
    'risks',
    'Risks',
    2,
    'List each risk with how bad it is and, after "Mitigation:", what is done about it.',
    '5',
  ),
  statement(
    'fairness',
    'Fairness',
    2,
    'Say for each group at risk what good and harm it may do, and what is done.',
    '2(g)',
    '3',
  ),
  fact('security', 'Security', 2, 'Say how the files were made safe to load.', '2(h)'),
  statement(
    'ops',
    'Operation',
    2,
    'Say what it needs to run, how it is watched, and when it is retrained or taken back.',
    '1(e)',
    '2(f)',
    '9',
  ),
  fact('gov.gates', 'Gates', 2, 'Add why a gate was overridden, if it was.', '2(g)'),
  fact('gov.checks', 'Checks', 3, 'Add what the checks look at.', '2(g)'),
  fact('gov.approvals', 'Approvals', 3, 'Add who has to be asked, and why.', '2(g)'),
  statement('gov.riskClass', 'Risk Class', 3, 'Say in which class of risk it is, by which rules.', '5'),
  statement('gov.standards', 'Standards', 3, 'List the standards that were followed.', '7', '8'),
  statement('cite', 'Citation', 2, 'Say how to cite it.'),
  statement('glossary', 'Glossary', 2, 'Explain the words that a reader may not know.'),
  statement('more', 'More Information', 2, 'Add whatever else is good to know.'),
]

const byId = new Map(sections.map((section) => [section.id, section]))

export const sectionOf = (id: string): Section | undefined => byId.get(id)

/** Keys of the front matter that people fill in, with the id that findings about them name. */
export const metaKeys: readonly { key: string; id: string; title: string; isList: boolean; hint: string }[] = [
  { key: 'license', id: 'identity.license', title: 'Licence', isList: false, hint: 'An SPDX id, such as apache-2.0.' },
  {
    key: 'license_name',
    id: 'identity.license',
    title: 'Name of the Licence',
    isList: false,
    hint: 'Where it is "other".',
  },
  {
    key: 'license_link',
    id: 'identity.license',
    title: 'Link to the Licence',
    isList: false,
    hint: 'Where it is "other".',
  },
  { key: 'language', id: 'identity.language', title: 'Languages', isList: true, hint: 'ISO codes, such as en.' },
  { key: 'pipeline_tag', id: 'identity.task', title: 'Task', isList: false, hint: 'Such as tabular-classification.' },
  { key: 'library_name', id: 'identity.library', title: 'Library', isList: false, hint: 'Such as sklearn.' },
  { key: 'tags', id: 'identity.tags', title: 'Tags', isList: true, hint: 'Words by which it is found.' },
  { key: 'base_model', id: 'identity.parents', title: 'Base Model', isList: true, hint: 'What it was made from.' },
  { key: 'datasets', id: 'data.training', title: 'Datasets', isList: true, hint: 'Their ids on the Hub.' },
  { key: 'metrics', id: 'eval.overall', title: 'Metrics', isList: true, hint: 'Their ids on the Hub.' },
]
