import assert from 'node:assert/strict'
import * as fc from 'fast-check'
import { JSDOM } from 'jsdom'
import { append } from '../../../webview/element'
import { drawnLength, markdownNodes } from '../../../webview/views/card/markdown'

describe('Markdown as elements', () => {
  const { window } = new JSDOM('<!doctype html><body></body>')
  const globals = globalThis as { document?: unknown; Node?: unknown }
  const known = { document: globals.document, Node: globals.Node }
  const opened: string[] = []
  before(() => Object.assign(globals, { document: window.document, Node: window.Node }))
  after(() => Object.assign(globals, known))

  function drawn(text: string, pictures: Record<string, string> = {}): HTMLElement {
    const root = window.document.createElement('div')
    append(root, markdownNodes(text, { pictures, open: (url) => opened.push(url), lower: 3 }))
    return root
  }

  const rows: [string, string][] = [
    ['# One', '<h4>One</h4>'],
    ['###### Six', '<h6>Six</h6>'],
    ['a *b* **c** `d` ~~e~~', '<p>a <em>b</em> <strong>c</strong> <code>d</code> <s>e</s></p>'],
    ['- a\n- b', '<ul>\n<li>a</li>\n<li>b</li>\n</ul>'.replaceAll('\n', '')],
    ['3. a', '<ol start="3"><li>a</li></ol>'],
    ['```js\nx < 1\n```', '<pre tabindex="0"><code>x &lt; 1\n</code></pre>'],
    ['> a', '<blockquote><p>a</p></blockquote>'],
    ['a  \nb', '<p>a<br>b</p>'],
    ['---', '<hr>'],
    [
      '| a | b |\n|---|--:|\n| 1 | 2 |',
      '<div class="wide" tabindex="0" role="group" aria-label="Table"><table><thead><tr><th>a</th><th class="number">b</th></tr></thead>' +
        '<tbody><tr><td>1</td><td class="number">2</td></tr></tbody></table></div>',
    ],
    ['<img src=x onerror=alert(1)>', '<p>&lt;img src=x onerror=alert(1)&gt;</p>'],
    ['<script>alert(1)</script>', '<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>'],
    ['[a](javascript:alert(1))', '<p>[a](javascript:alert(1))</p>'],
    ['[a](command:x)', '<p><span title="command:x">a</span></p>'],
    ['[a](vscode://x)', '<p><span title="vscode://x">a</span></p>'],
    ['![a](data:image/svg+xml;base64,PHN2Zz4=)', '<p>![a](data:image/svg+xml;base64,PHN2Zz4=)</p>'],
    ['![a](data:image/png;base64,AA==)', '<p><img src="data:image/png;base64,AA==" alt="a"></p>'],
    ['![a](plot.png)', '<p><span class="quiet">No picture: a</span></p>'],
    ['![a](__proto__)', '<p><span class="quiet">No picture: a</span></p>'],
  ]
  for (const [text, html] of rows) it(text.split('\n')[0]!, () => assert.equal(drawn(text).innerHTML, html))

  it('shows a picture of the version, and none of the web', () => {
    const root = drawn('![a](files/plot.png) ![b](https://example.com/x.png)', {
      'files/plot.png': 'data:image/png;base64,AA==',
    })
    const found = [...root.querySelectorAll('img')]
    assert.deepEqual(
      found.map(({ src }) => src),
      ['data:image/png;base64,AA=='],
    )
    const link = root.querySelector('button')
    assert.equal(link?.textContent, 'Picture of the web: b')
    link.click()
    assert.deepEqual(opened, ['https://example.com/x.png'])
  })
  it('draws the beginning of a text that is too long, and says so', () => {
    const root = drawn('word '.repeat(drawnLength))
    assert.ok(root.textContent!.length < drawnLength + 200)
    assert.match(root.querySelector('.cut')!.textContent, /300,000 characters/)
  })
  it('makes no element that loads or runs anything, whatever the text is', () => {
    const piece = fc.constantFrom(
      ...[
        '<img src=x onerror=y>',
        '![x](http://a/b)',
        '![x](//a/b)',
        '[x](javascript:y)',
        '<svg onload=x>',
        '\n\n',
        '| a |\n|---|\n',
      ],
      ...[
        '<iframe src=x>',
        '`',
        '**',
        '> ',
        '- ',
        '# ',
        '![',
        '](',
        ')',
        '<a href="x" style="y">',
        '\\',
        '&lt;script&gt;',
        '    ',
      ],
    )
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const root = drawn(pieces.join(' '))
        assert.equal(
          root.querySelector('script, iframe, svg, a, link, style, object, embed, [style], [onerror], [onload]'),
          null,
        )
        for (const { src } of root.querySelectorAll('img')) assert.match(src, /^data:image\//)
      }),
    )
  })
})
