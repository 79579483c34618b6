import { stringify } from 'yaml'

/** A Hugging Face card as the text of its README.md. Words that older YAML takes for something else are quoted. */
export function huggingFaceText(frontMatter: Readonly<Record<string, unknown>>, markdown: string): string {
  if (!Object.keys(frontMatter).length) return markdown
  const yaml = stringify(frontMatter, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1', nullStr: '' })
  return `---\n${yaml}---\n\n${markdown}`
}
