import { sections } from './sections'

/** A heading of Hugging Face's template, and the section that stands there. */
export interface TemplateHeading {
  level: number
  title: string
  /** None where it only holds others. */
  id?: string
}

/** In the order of the template; where it has no place for something, that stands with what is nearest to it. */
export const template: readonly TemplateHeading[] = [
  { level: 2, title: 'Model Details' },
  { level: 3, title: 'Model Description', id: 'identity.version' },
  { level: 3, title: 'Parents', id: 'identity.parents' },
  { level: 3, title: 'Changes', id: 'identity.changes' },
  { level: 3, title: 'Files', id: 'identity.digest' },
  { level: 2, title: 'Uses' },
  { level: 3, title: 'Direct Use', id: 'use.primary' },
  { level: 3, title: 'Users', id: 'use.users' },
  { level: 3, title: 'Downstream Use', id: 'use.downstream' },
  { level: 3, title: 'Out-of-Scope Use', id: 'use.outOfScope' },
  { level: 3, title: 'Human Oversight', id: 'use.oversight' },
  { level: 3, title: 'Deployment', id: 'use.deployment' },
  { level: 2, title: 'Bias, Risks, and Limitations', id: 'limits.known' },
  { level: 3, title: 'Trade-Offs', id: 'limits.tradeoffs' },
  { level: 3, title: 'Risks', id: 'risks' },
  { level: 3, title: 'Fairness', id: 'fairness' },
  { level: 3, title: 'Security', id: 'security' },
  { level: 2, title: 'How to Get Started with the Model', id: 'ops' },
  { level: 2, title: 'Training Details' },
  { level: 3, title: 'Training Data', id: 'data.training' },
  { level: 4, title: 'Collection', id: 'data.collection' },
  { level: 4, title: 'Labelling', id: 'data.labelling' },
  { level: 4, title: 'Sensitive Data', id: 'data.sensitive' },
  { level: 4, title: 'Known Bias', id: 'data.knownBias' },
  { level: 4, title: 'Data Governance', id: 'data.governance' },
  { level: 3, title: 'Training Procedure', id: 'training.commit' },
  { level: 4, title: 'Preprocessing', id: 'data.preprocessing' },
  { level: 4, title: 'Training Hyperparameters', id: 'training.params' },
  { level: 2, title: 'Evaluation' },
  { level: 3, title: 'Factors', id: 'factors' },
  { level: 3, title: 'Metrics', id: 'eval.why' },
  { level: 3, title: 'Results', id: 'eval.overall' },
  { level: 4, title: 'Slices', id: 'eval.slices' },
  { level: 4, title: 'Comparison', id: 'eval.baseline' },
  { level: 2, title: 'Environmental Impact', id: 'training.hardware' },
  { level: 2, title: 'Technical Specifications' },
  { level: 3, title: 'Inputs and Outputs', id: 'signature' },
  { level: 3, title: 'Software', id: 'training.env' },
  { level: 2, title: 'Validation' },
  { level: 3, title: 'Gates', id: 'gov.gates' },
  { level: 3, title: 'Checks', id: 'gov.checks' },
  { level: 3, title: 'Approvals', id: 'gov.approvals' },
  { level: 3, title: 'Risk Class', id: 'gov.riskClass' },
  { level: 3, title: 'Standards', id: 'gov.standards' },
  { level: 2, title: 'Citation', id: 'cite' },
  { level: 2, title: 'Glossary', id: 'glossary' },
  { level: 2, title: 'More Information', id: 'more' },
  { level: 2, title: 'Model Card Authors', id: 'identity.owners' },
  { level: 2, title: 'Model Card Contact', id: 'identity.contact' },
]

/** Other words for sections, in small letters; several are told apart by commas. */
const wordings: Record<string, string> = {
  summary: 'model summary, overview, introduction, about, about the model, tl;dr, tldr, description',
  'identity.version': 'model details, model description, model info, model information',
  'identity.owners': 'authors, model card author, developers, developed by, team, maintainers, model authors',
  'identity.contact': 'contacts, contact us, contact information',
  'identity.changes': 'changelog, change log, release notes, what is new, whats new, updates, version history',
  'use.primary':
    'uses, use, use cases, usecases, direct uses, intended uses, primary intended uses, primary intended use, intended use cases, intended usage, intended uses and limitations, intended use and limitations, uses and limitations',
  'use.users': 'intended users, primary intended users',
  'use.downstream': 'downstream uses',
  'use.outOfScope':
    'out of scope uses, out of scope use cases, misuse, misuse and out of scope use, misuse malicious use and out of scope use, prohibited uses, out of scope',
  'limits.known':
    'limitation, known limitations, limitations and bias, limitations and biases, bias and limitations, biases and limitations, bias risks limitations, risks and limitations, risks limitations and biases, bias risks and limitations with recommendations, caveats, caveats and recommendations, recommendations',
  'limits.tradeoffs': 'tradeoffs',
  risks: 'ethical considerations, ethics, risks and mitigations, ethical considerations and risks',
  fairness: 'fairness and bias, societal impact assessment, bias',
  security: 'safety, safety and security',
  ops: 'how to use, usage, quick start, quickstart, getting started, how to get started, get started, inference, how to use the model, how to use this model, example usage, usage example',
  'data.training': 'dataset, datasets, data, training dataset, training datasets',
  'data.collection': 'data collection, data sources, data collection and processing',
  'data.labelling': 'labeling, annotation, annotations, data labeling',
  'data.preprocessing': 'preprocessing optional, data preprocessing, data cleaning, preprocessing and postprocessing',
  'data.sensitive': 'personal and sensitive information, privacy',
  'training.commit': 'training details, training procedures, how it was trained, training process, model training',
  'training.params': 'hyperparameters, hyper parameters, training parameters, hyperparameter',
  'training.hardware':
    'carbon emissions, co2 emissions, carbon footprint, compute infrastructure, hardware, speeds sizes times, speeds sizes times optional, training time, training hardware',
  'training.env': 'framework versions, software, requirements, dependencies',
  factors: 'relevant factors, evaluation factors',
  'eval.overall':
    'evaluation results, results, performance, benchmarks, benchmark results, eval results, metrics and results, evaluation data, testing data, test data, testing data factors and metrics, evaluation summary',
  'eval.why': 'metrics, evaluation metrics, performance metrics',
  signature: 'input output, inputs, input and output, inputs outputs, input, output, model input, model output',
  cite: 'cite, citing, how to cite, bibtex, bibtex entry and citation info, citation information, citation info, citation bibtex, apa, reference, references',
  glossary: 'glossary optional, terms, terminology',
  more: 'more information optional, additional information, further information, additional notes',
}

const byWord = new Map<string, string>()
for (const { title, id } of [...sections.map(({ title, id }) => ({ title, id })), ...template])
  if (id) byWord.set(wordsOf(title), id)
for (const [id, text] of Object.entries(wordings))
  for (const wording of text.split(', ')) if (!byWord.has(wordsOf(wording))) byWord.set(wordsOf(wording), id)

/** The section that a heading is about, whatever its level, numbers, emoji or punctuation; undefined for none. */
export const sectionFor = (title: string): string | undefined => byWord.get(wordsOf(title))

const holders = new Set(template.filter(({ id }) => !id).map(({ title }) => wordsOf(title)))

/** Is it a heading of the template that only holds others? */
export const holdsOthers = (title: string): boolean => holders.has(wordsOf(title))

/** Letters and digits alone, without what Markdown adds, a number before it, or `[optional]` behind it. */
export function wordsOf(title: string): string {
  // No heading that is meant is longer, and reading a very long one could take for ever.
  return title
    .slice(0, 300)
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/<[^>]*>/g, ' ')
    .replace(/[[(]optional[\])]/gi, ' ')
    .replace(/&amp;|&/g, ' and ')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/['’]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^(?:\d+ )+(?=\D)/, '')
}
