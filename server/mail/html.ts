import { type ComponentChild, type ComponentChildren, h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { directionOf } from '../pages/words.ts'
import type { Accent } from './colour.ts'
import type { Block, Letter, Row } from './letter.ts'

const FONT = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"
const INK = '#1b2430'
const MUTED = '#5b6675'
const LINE = '#d9dfe6'
const AMBER = '#8a5300'

/**
 * A letter as HTML: one column that fits 320 px, tables and styles on the elements, since mail programs read little else.
 * Nothing in it is fetched from anywhere, so nobody learns that it was opened. At night the classes give other colours
 * where a program reads style sheets.
 */
export function htmlOf(letter: Letter, accent: Accent): string {
  const { language, subject, brand, title, lead, blocks, button, hints, foot } = letter
  const dir = directionOf(language)
  const words = (text: string) => withPhone(text, letter.phone, accent)
  const page = h(
    'html',
    { lang: language, dir },
    h(
      'head',
      null,
      h('meta', { 'http-equiv': 'Content-Type', content: 'text/html; charset=utf-8' }),
      h('meta', { name: 'viewport', content: 'width=device-width, initial-scale=1' }),
      h('meta', { name: 'color-scheme', content: 'light dark' }),
      h('meta', { name: 'supported-color-schemes', content: 'light dark' }),
      h('title', null, subject),
      h('style', { dangerouslySetInnerHTML: { __html: sheet(accent) } }),
    ),
    h(
      'body',
      { class: 'ground', style: 'margin:0;padding:0;background-color:#eceff3' },
      // Programs that take the body's children only keep neither its language nor its direction.
      h(
        'div',
        { role: 'main', lang: language, dir },
        table(
          { class: 'ground', width: '100%', style: 'background-color:#eceff3' },
          h(
            'td',
            { align: 'center', style: 'padding:16px 8px' },
            table(
              {
                class: 'sheet',
                width: '560',
                style: `width:100%;max-width:560px;border:1px solid ${LINE};border-radius:14px;background-color:#ffffff`,
              },
              h(
                'td',
                {
                  class: 'in ink',
                  align: dir === 'rtl' ? 'right' : 'left',
                  style: `padding:28px;font:16px/1.5 ${FONT};color:${INK};overflow-wrap:anywhere`,
                },
                h('p', { class: 'accent', style: `margin:0 0 20px;font-weight:600;color:${accent.light}` }, brand),
                h(
                  'h1',
                  { style: 'margin:0 0 8px;font-size:22px;line-height:1.3;letter-spacing:-0.01em;font-weight:600' },
                  title,
                ),
                paragraph(words(lead)),
                blocks.map((block) => blockOf(block, dir, words)),
                buttonOf(button, accent),
                hints.map((hint) =>
                  h('p', { class: 'muted', style: `margin:0 0 8px;font-size:14px;color:${MUTED}` }, words(hint)),
                ),
                h(
                  'div',
                  { class: 'foot', style: `margin:24px 0 0;padding:16px 0 0;border-top:1px solid ${LINE}` },
                  foot.map((line) =>
                    h('p', { class: 'muted', style: `margin:0 0 4px;font-size:14px;color:${MUTED}` }, words(line)),
                  ),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
  )
  return `<!doctype html>\n${renderToString(page)}\n`
}

function sheet({ dark, onDark }: Accent): string {
  return `a{text-underline-offset:2px}
@media (max-width:480px){.in{padding:20px!important}}
@media (prefers-color-scheme:dark){
.ground{background-color:#0e1318!important}
.sheet{background-color:#151b22!important;border-color:#2b3540!important}
.ink{color:#e8edf2!important}
.muted{color:#9aa7b5!important}
.accent,a{color:${dark}!important}
.box{background-color:#212a33!important}
.changed{background-color:#2d2312!important;border-color:#e9b565!important}
.amber{color:#e9b565!important}
.foot{border-color:#2b3540!important}
.button{background-color:${dark}!important}
.button a{color:${onDark}!important}
}`
}

function table(attributes: Record<string, string>, cell: ComponentChild): ComponentChild {
  return h(
    'table',
    { role: 'presentation', cellpadding: '0', cellspacing: '0', border: '0', ...attributes },
    h('tbody', null, h('tr', null, cell)),
  )
}

function paragraph(children: ComponentChildren): ComponentChild {
  return h('p', { style: 'margin:0 0 16px' }, children)
}

function blockOf(block: Block, dir: 'ltr' | 'rtl', words: (text: string) => ComponentChildren): ComponentChild {
  if (block.kind === 'words') return paragraph(words(block.text))
  if (block.kind === 'rows') return h('div', { style: 'margin:0 0 16px' }, rowsOf(block.rows))
  const isChanged = block.kind === 'changed'
  const edge = dir === 'rtl' ? 'right' : 'left'
  const changed = `background-color:#f6f1ea;border-${edge}:4px solid ${AMBER};border-radius:${dir === 'rtl' ? '10px 4px 4px 10px' : '4px 10px 10px 4px'}`
  const small = `margin:0;font-size:14px;color:${MUTED}`
  return table(
    { width: '100%', style: 'margin:20px 0' },
    h(
      'td',
      {
        class: isChanged ? 'changed' : 'box',
        style: `padding:16px 20px;${isChanged ? changed : 'background-color:#f5f7f9;border-radius:10px'}`,
      },
      block.label &&
        (isChanged
          ? h('p', { class: 'amber', style: `margin:0 0 4px;font-weight:600;color:${AMBER}` }, block.label)
          : h('p', { class: 'muted', style: small }, block.label)),
      block.main && h('p', { style: 'margin:0;font-size:18px;font-weight:600' }, block.main),
      block.lines?.map((line) => h('p', { style: 'margin:0' }, words(line))),
      block.rows && rowsOf(block.rows),
      block.small?.map((line) => h('p', { class: 'muted', style: `${small};padding-top:4px` }, words(line))),
    ),
  )
}

function rowsOf(rows: readonly Row[]): ComponentChild {
  const cell = 'padding:5px 0;vertical-align:top;text-align:start;'
  return h(
    'table',
    { role: 'presentation', cellpadding: '0', cellspacing: '0', border: '0', width: '100%' },
    h(
      'tbody',
      null,
      rows.map(({ name, value, isStrong }) =>
        h(
          'tr',
          null,
          h('td', { class: 'muted', width: '104', style: `${cell}color:${MUTED}` }, name),
          h('td', { style: `${cell}padding-inline-start:12px;font-weight:${isStrong ? 600 : 400}` }, value),
        ),
      ),
    ),
  )
}

function buttonOf({ words, href }: Letter['button'], { light, onLight }: Accent): ComponentChild {
  return table(
    { style: 'margin:20px 0 16px' },
    h(
      'td',
      { class: 'button', bgcolor: light, style: `border-radius:10px;background-color:${light}` },
      h(
        'a',
        {
          href,
          style: `display:inline-block;padding:13px 24px;font-weight:600;color:${onLight};text-decoration:none`,
        },
        words,
      ),
    ),
  )
}

/** The phone number can be tapped wherever it stands. */
function withPhone(text: string, phone: string, { light }: Accent): ComponentChildren {
  return text
    .split(phone)
    .flatMap((part, i) =>
      i === 0
        ? [part]
        : [
            h(
              'a',
              { href: `tel:${phone.replace(/[^+\d]/g, '')}`, dir: 'ltr', style: `color:${light};white-space:nowrap` },
              phone,
            ),
            part,
          ],
    )
}
