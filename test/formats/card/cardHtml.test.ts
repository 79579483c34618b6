import assert from 'node:assert/strict'
import { JSDOM } from 'jsdom'
import type { Card, CardFacts } from '../../../src/core/card/card'
import { cardHtml } from '../../../src/formats/card/cardHtml'
import { someCard, someFacts } from '../../core/card/cards'
import { matchesGolden } from '../../golden'

const page = (card: Card, facts: CardFacts = someFacts()): Document => new JSDOM(cardHtml(card, facts)).window.document

/** What could do anything at all in a page. */
function dangers(document: Document): string[] {
  const allowed = new Set(
    'html head meta title style body nav ul ol li a main header p h1 h2 h3 h4 h5 h6 span section div table thead tbody tr th td code pre em strong s blockquote hr br img figure figcaption svg g text rect path'.split(
      ' ',
    ),
  )
  const found: string[] = []
  for (const element of document.querySelectorAll('*')) {
    const name = element.tagName.toLowerCase()
    if (!allowed.has(name) && !(name === 'title' && element.closest('svg'))) found.push(`<${name}>`)
    for (const { name: key, value } of element.attributes) {
      if (key.startsWith('on') || key === 'style' || key === 'srcset' || key === 'xlink:href')
        found.push(`${key}=${value}`)
      if (key === 'href' && !/^(?:https:\/\/|mailto:|#)/.test(value)) found.push(`href=${value}`)
      if (key === 'src' && !/^data:image\/(?:png|jpeg|gif|webp);base64,/.test(value)) found.push(`src=${value}`)
      if (key === 'href' && !value.startsWith('#') && !/\bnoopener\b/.test(element.getAttribute('rel') ?? ''))
        found.push(`${value} without noopener`)
    }
  }
  const metas = [...document.querySelectorAll('meta[http-equiv]')].map((meta) => meta.getAttribute('http-equiv'))
  if (metas.join() !== 'Content-Security-Policy') found.push(`meta ${metas.join()}`)
  if (document.querySelectorAll('style').length !== 1) found.push('style')
  return found
}

const pixel =
  'data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII='

const hostile: [string, string][] = [
  ['a script', '<script>alert(1)</script>'],
  ['a handler', '<img src=x onerror=alert(1)>'],
  ['a handler in capitals', '<IMG SRC=x OnErRoR="alert(1)">'],
  ['a javascript link', '[click](javascript:alert(1))'],
  ['a javascript link with entities', '[click](&#106;avascript:alert(1)) [two](java&#10;script:alert(1))'],
  ['a javascript link in brackets', '<javascript:alert(1)>'],
  ['a javascript link by reference', '[a][b]\n\n[b]: javascript:alert(1) "title"'],
  ['a link by http', '[a](http://example.com) http://example.com'],
  ['a relative link', '[a](../../etc/passwd) [b](//example.com/x) [c](\\\\example.com\\x)'],
  ['a data link', '[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)'],
  ['a command link', '[a](command:workbench.action.terminal.new) [b](vscode://file/x) [c](file:///etc/passwd)'],
  ['an SVG picture', '![x](data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImFsZXJ0KDEpIi8+)'],
  ['a picture from elsewhere', '![x](https://example.com/track.png) ![y](http://example.com/y.png)'],
  ['a picture in a link', '[![badge](https://example.com/badge.svg)](https://example.com)'],
  ['a picture with quotes', '![" onerror="alert(1)](https://example.com/"onerror="alert(1))'],
  ['an SVG', '<svg onload=alert(1)><script>alert(1)</script></svg>'],
  ['styles', '<style>* { display: none }</style><p style="position:fixed">x</p>'],
  ['a base', '<base href="https://example.com/">'],
  ['a refresh', '<meta http-equiv="refresh" content="0;url=https://example.com">'],
  ['a frame', '<iframe src="https://example.com"></iframe><object data=x></object><embed src=x>'],
  ['a form', '<form action="https://example.com"><input name=password></form>'],
  ['a comment without an end', '<!-- everything is gone'],
  ['a comment that ends oddly', '<!--> <script>alert(1)</script> --> <!---> x'],
  ['a comment in the middle', 'a <!-- b --> c <!-- <script>alert(1)</script> -->'],
  ['an end of the page', '</main></body></html><script>alert(1)</script>'],
  ['code', '```html\n<script>alert(1)</script>\n```\n`<script>alert(1)</script>`'],
  ['a language with quotes', '```"><script>alert(1)</script>\nx\n```'],
  ['a heading', '# <script>alert(1)</script>\n## <img src=x onerror=alert(1)>'],
  ['a table', '| a |\n|--:|\n| <img src=x onerror=alert(1)> |'],
  ['a title', '[a](https://example.com "\\" onmouseover=\\"alert(1)")'],
  ['foreign characters', '\u202e\u0000\uFFFF\u2028 <\u0000script>'],
]

describe('a card as HTML', () => {
  it('CX8 is one file that loads nothing and runs nothing', () => {
    const document = page(someCard())
    assert.deepEqual(dangers(document), [])
    const policy = document.querySelector('meta[http-equiv]')!.getAttribute('content')!
    assert.match(policy, /^default-src 'none'; img-src data:; style-src 'sha256-/)
    assert.equal(document.querySelectorAll('script, link').length, 0)
  })
  it('CX8 looks as before', () => {
    const html = cardHtml(someCard({ inherited: { risks: 'a' } }), someFacts())
    matchesGolden('cards/churn.html', html.replace(/<style>[\s\S]*?<\/style>/, '<style/>'))
  })
  for (const [what, markdown] of hostile)
    it(`CX9 ${what} is harmless wherever it stands`, () => {
      const statements = { summary: markdown, 'use.primary': markdown, 'eval.slices': markdown, risks: `- ${markdown}` }
      const meta = { license: markdown, tags: [markdown], thumbnail: markdown, language: { deep: markdown } }
      const facts = someFacts({
        ...{ model: markdown, stage: markdown, description: markdown, author: { name: markdown, email: markdown } },
        metrics: [{ name: markdown, value: 1, slice: markdown, dataset: markdown }],
        params: { [markdown]: markdown },
      })
      const document = page({ meta, statements, inherited: { risks: markdown }, blocks: {}, others: markdown }, facts)
      assert.deepEqual(dangers(document), [])
      assert.ok(document.querySelector('main')!.textContent!.includes('Taken over'))
    })
  it('CX9 a picture from elsewhere is a link, one in the card is shown', () => {
    const document = page(
      someCard({ statements: { summary: `![far](https://example.com/a.png)\n\n![near](${pixel})` } }),
    )
    assert.equal(document.querySelector('main a.picture')!.getAttribute('href'), 'https://example.com/a.png')
    assert.equal(document.querySelector('main img')!.getAttribute('src'), pixel)
    assert.equal(
      page(someCard({ meta: { thumbnail: pixel } }))
        .querySelector('header img')!
        .getAttribute('src'),
      pixel,
    )
  })
  it('CX9 comments are not shown, text around them is', () => {
    const text = page(
      someCard({ statements: { summary: '<!-- card:x -->\nOne\n\n<!-- two\n\nlines -->\n\nTwo <!-- no --> three' } }),
    )
      .querySelector('main')!
      .textContent!.replace(/\s+/g, ' ')
    assert.match(text, /One Two three/)
    assert.doesNotMatch(text, /lines|card:x/)
  })
  it('CX10 a section tells who says it, and whether it was affirmed', () => {
    const document = page(someCard({ inherited: { 'limits.known': 'an id' } }))
    assert.match(document.getElementById('limits.known')!.textContent!, /Nobody has affirmed/)
    assert.equal(document.getElementById('use.primary')!.querySelector('.inherited'), null)
    assert.ok(document.getElementById('training.params')!.querySelector('.fact table'))
    assert.equal(document.getElementById('glossary'), null)
  })
  it('CX11 slices are drawn in their places, the worst one first', () => {
    const bars = [...page(someCard()).querySelectorAll('#eval\\.slices svg g')].map((bar) => ({
      slice: bar.querySelector('text.name')!.textContent,
      value: bar.querySelector('text.value')!.textContent,
      width: Number(bar.querySelector('rect')!.getAttribute('width')),
    }))
    assert.deepEqual(
      bars.map(({ slice }) => slice),
      ['region=EU', 'region=US'],
    )
    assert.ok(bars[0]!.width < bars[1]!.width)
    assert.equal(bars[0]!.value, '0.7')
  })
  const numbers: [string, CardFacts['metrics'], number][] = [
    ['no metrics', [], 0],
    ['NaN and infinities', ['NaN', 'Infinity', '-Infinity'].map((value) => metric(value as 'NaN', `is=${value}`)), 0],
    ['negative ones', [metric(-3, 'a=1'), metric(-1, 'a=2')], 2],
    ['the largest there are', [metric(1.7e308, 'a=1'), metric(-1.7e308, 'a=2'), metric(5e-324, 'a=3')], 3],
    ['zeros', [metric(0, 'a=1'), metric(-0, 'a=2')], 2],
    ['a thousand slices', Array.from({ length: 1000 }, (_, i) => metric(i, `id=${i}`)), 40],
    ['long names', [metric(1, `name=${'x'.repeat(480)}`)], 1],
  ]
  for (const [what, metrics, bars] of numbers)
    it(`CX11 ${what} are drawn inside the chart`, () => {
      const document = page(someCard(), someFacts({ metrics }))
      assert.equal(document.querySelectorAll('svg rect').length, bars)
      for (const rect of document.querySelectorAll('svg rect')) {
        const [x, width] = ['x', 'width'].map((key) => Number(rect.getAttribute(key)))
        const wide = Number(rect.closest('svg')!.getAttribute('viewBox')!.split(' ')[2])
        assert.ok(x! >= 76 && x! + width! <= wide - 79, `${x} + ${width}`)
      }
      assert.deepEqual(dangers(document), [])
    })
  for (const [size, what, piece] of [
    [1, 'prose', 'Some *text* with [a link](https://example.com) and `code`.\n\n'],
    [5, 'brackets', '['],
    [5, 'beginnings of comments', '<!-- '],
    [1, 'quotes', '> a\n'],
    [5, 'scripts', '<script>alert(1)</script>\n'],
  ] as const)
    it(`CX9 ${size} MB of ${what} are written`, () => {
      const html = cardHtml(
        someCard({ others: `# Much\n\n${piece.repeat((size * 1_000_000) / piece.length)}` }),
        someFacts(),
      )
      assert.ok(html.endsWith('</html>\n') && !/<script/i.test(html))
    }).timeout(60_000)
})

function metric(value: CardFacts['metrics'][number]['value'], slice: string): CardFacts['metrics'][number] {
  return { name: 'f1', value, slice }
}
