import { randomBytes } from 'node:crypto'
import { env, l10n, Uri, type Webview } from 'vscode'

export interface PageHtml {
  /** The page's script and style, without their endings. */
  name: string
  /** May pictures be in it that the editor hands over? */
  hasPictures?: boolean
}

/** The folders that a page may read from. */
export const rootsIn = (extension: Uri): Uri[] => [
  Uri.joinPath(extension, 'dist', 'webview'),
  Uri.joinPath(extension, 'media', 'css'),
]

/** The document of a page: no script and no style but ours, and nothing from afar. */
export function pageHtml(webview: Webview, extension: Uri, { name, hasPictures }: PageHtml): string {
  const nonce = randomBytes(16).toString('base64url')
  const at = (...path: string[]) => attribute(webview.asWebviewUri(Uri.joinPath(extension, ...path)).toString())
  const style = (file: string) => `<link rel="stylesheet" nonce="${nonce}" href="${at('media', 'css', file)}">`
  // Pictures are drawn into one another when a drawing is saved.
  const images = hasPictures ? 'img-src data: blob:; ' : 'img-src blob:; '
  return `<!doctype html>
<html lang="${attribute(env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'; style-src 'nonce-${nonce}'; ${images}form-action 'none'; base-uri 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="${nonce}">
${style('page.css')}
${style(`${name}.css`)}
${drawnOnly.has(name) ? '' : `<link rel="modulepreload" nonce="${nonce}" href="${at('dist', 'webview', 'ui.js')}">`}
<script type="module" nonce="${nonce}" src="${at('dist', 'webview', `${name}.js`)}"></script>
<title>${attribute(l10n.t('Pedigree'))}</title>
</head>
<body data-page="${name}"><main id="page" aria-busy="true"></main></body>
</html>`
}

/** Pages without a control of the toolkit; for others it is fetched together with their script, not after it. */
const drawnOnly: ReadonlySet<string> = new Set(['lineage'])

const attribute = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
