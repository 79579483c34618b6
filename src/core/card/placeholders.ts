import { withoutBlankEnds } from './markdownParts'

/** How the comments of the template begin. They tell an author what to write. */
const hints = [
  'Provide a quick summary',
  'Provide a longer summary',
  'Provide the basic links',
  'Address questions around',
  'This section is for the model use',
  'This section addresses misuse',
  'This section is meant to convey',
  'This section describes the evaluation',
  'This section provides information about throughput',
  'This relates heavily to the Technical',
  'This should link to',
  'These are the evaluation metrics',
  'These are things the evaluation',
  'Relevant interpretability work',
  'Total emissions',
  'If there is a paper or blog post',
  'If relevant, include terms',
  'fp32, fp16 mixed precision',
]

const hint = new RegExp(`(?<![ \\t])[ \\t]*<!--\\s*(?:${hints.join('|')})(?:(?!-->|<!--)[\\s\\S])*-->[ \\t]*\\n?`, 'g')
const needed =
  /^[ \t]*(?:[-*+][ \t]+)?(?:\*\*[^*\n]+\*\*:?[ \t]*)?[*_]*\[?more information needed\]?(?:\([^)\n]*\))?[*_.]*[ \t]*$/gim
/** What is left where the template was filled in by a program that had nothing to say. */
const unfilled = /^[ \t]*\{\{[^{}\n]*\}\}[ \t]*$/gm

/** Text without what Hugging Face's template holds until somebody writes there; '' if that was all. */
export function withoutPlaceholders(text: string): string {
  if (!/more information needed|<!--|\{\{/i.test(text)) return text
  return withoutBlankEnds(text.replace(hint, '').replace(needed, '').replace(unfilled, ''))
}
