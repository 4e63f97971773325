import type { PHP } from '@php-wasm/universal'
import { JSDOM } from 'jsdom'
import { beforeAll, describe, expect, it } from 'vitest'
import { ask, plugins, startPhp } from './php.ts'

let php: PHP
beforeAll(async () => {
  php = await startPhp()
})

const settings = { host: 'https://book.example.com', practice: 'elm' }
const attributes = ['practice', 'mode', 'label', 'theme', 'color', 'lang', 'reason', 'provider']
/** What leaves an attribute, a tag or a text, in all the ways that are tried. */
const hostile = [
  '"><script>alert(1)</script>',
  "'><img src=x onerror=alert(1)>",
  '" onmouseover="alert(1)',
  '</div><script>alert(1)</script>',
  'javascript:alert(1)',
  'elm" autofocus onfocus=alert(1) x="',
  '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;',
  'red;}</style><script>alert(1)</script>',
  'expression(alert(1))',
  'url(javascript:alert(1))',
  '\u0000"><script>alert(1)</script>',
  'elm\n"><script>alert(1)</script>',
  '../../evil',
]

type Shown = { html: string; enqueued: Record<string, { src: string; version: unknown; how: Record<string, unknown> }> }

const showing = (way: string) => `
  $GLOBALS['options']['chairtime_settings'] = $given['settings'];
  $GLOBALS['can'] = $given['can'];
  $html = ${way};
  return array( 'html' => $html, 'enqueued' => (object) $GLOBALS['asked']['enqueued'] );`
const ways = {
  shortcode: showing("$GLOBALS['shortcodes']['chairtime']( $given['said'] )"),
  block: showing("$GLOBALS['blocks']['chairtime/booking']['render_callback']( $given['said'] )"),
}
type Way = keyof typeof ways

function show(way: Way, said: unknown, kept: unknown = settings, can: string[] = []): Promise<Shown> {
  return ask<Shown>(php, ways[way], { said, settings: kept, can })
}

/** What a browser makes of it. */
function read(html: string): { place: HTMLElement; all: Element[] } {
  const { document } = new JSDOM(`<body>${html}</body>`).window
  return { place: document.body.firstElementChild as HTMLElement, all: [...document.body.querySelectorAll('*')] }
}

describe.each(Object.keys(ways) as Way[])('the %s', (way) => {
  it('is the place that the script fills, with what was said and the settings for the rest', async () => {
    const said = { practice: 'oak', mode: 'popup', label: 'Book & save', theme: 'dark', reason: 'check-up' }
    const { html } = await show(way, said, { ...settings, color: '#0b6e6e', lang: 'es', theme: 'light' })
    expect({ ...read(html).place.dataset }).toEqual({
      chairtime: 'oak',
      api: 'https://book.example.com',
      mode: 'popup',
      label: 'Book & save',
      theme: 'dark',
      color: '#0b6e6e',
      lang: 'es',
      reason: 'check-up',
    })
  })

  it('leads to the practice’s own page until the script has run', async () => {
    const { html } = await show(way, {})
    const link = read(html).place.querySelector('a')
    expect([link?.href, link?.textContent]).toEqual(['https://book.example.com/elm', 'Request an appointment'])
  })

  it('loads one script, async, from the host of the settings', async () => {
    const { enqueued } = await show(way, {})
    expect(enqueued).toEqual({
      'chairtime-book': {
        src: 'https://book.example.com/v1/book.js',
        needs: [],
        version: null,
        how: { strategy: 'async', in_footer: true },
      },
    })
  })

  it('loads nothing from a host that an author names', async () => {
    const { html, enqueued } = await show(way, { host: 'https://evil.example.com', api: 'https://evil.example.com' })
    expect(html + JSON.stringify(enqueued)).not.toContain('evil')
  })

  it.each(hostile)('lets nothing out of its attribute: %j', async (text) => {
    const { html } = await show(way, { ...Object.fromEntries(attributes.map((name) => [name, text])), practice: 'elm' })
    const { all, place } = read(html)
    expect(all.map(({ localName }) => localName)).toEqual(['div', 'a'])
    expect(place.getAttributeNames().filter((name) => name !== 'class' && !/^data-[a-z]+$/.test(name))).toEqual([])
    expect(place.querySelector('a')!.getAttributeNames()).toEqual(['href'])
    expect(place.dataset.chairtime).toBe('elm')
  })

  it.each([...hostile, 'Elm', 'elm-', 'a'.repeat(65)])(
    'shows nothing for a practice that can’t be one: %j',
    async (practice) => {
      const { html, enqueued } = await show(way, { practice })
      expect([html, enqueued]).toEqual(['', {}])
    },
  )

  it('shows visitors nothing and loads nothing before the settings are made, and tells who can edit', async () => {
    expect(await show(way, {}, {})).toEqual({ html: '', enqueued: {} })
    const { html, enqueued } = await show(way, {}, {}, ['edit_posts'])
    expect([read(html).place.textContent, enqueued]).toEqual([expect.stringContaining('Settings → chairtime'), {}])
  })

  it('trusts settings that something else wrote as little', async () => {
    for (const text of hostile) {
      const kept = { host: text, practice: text, mode: text, theme: text, color: text, lang: text }
      expect(await show(way, {}, kept)).toEqual({ html: '', enqueued: {} })
      const { html } = await show(way, {}, { ...kept, ...settings })
      expect(Object.keys(read(html).place.dataset)).toEqual(['chairtime', 'api'])
    }
    expect(await show(way, {}, 'rubbish')).toEqual({ html: '', enqueued: {} })
  })
})

describe('the shortcode, as people write it', () => {
  it('may say nothing at all', async () => {
    expect(read((await show('shortcode', '')).html).place.dataset.chairtime).toBe('elm')
  })
})

describe('the block', () => {
  it('keeps what WordPress says of its place', async () => {
    expect(read((await show('block', {})).html).place.className).toBe('wp-block-chairtime-booking')
  })
})

describe('a page without either', () => {
  it('gets nothing of the plugin', async () => {
    const asked = await ask(php, "do_action( 'wp_enqueue_scripts' ); return $GLOBALS['asked']['enqueued'];")
    expect(asked).toEqual([])
  })

  it('can’t run a file of it by its own address', async () => {
    const files = [
      'chairtime.php',
      'includes/fields.php',
      'includes/place.php',
      'includes/settings.php',
      'uninstall.php',
    ]
    for (const file of [...files, 'block/editor.asset.php']) {
      const { text, errors } = await php.run({ code: `<?php require '${plugins}/chairtime/${file}'; echo 'went on';` })
      expect([file, text, errors]).toEqual([file, '', ''])
    }
  })
})

describe('the settings', () => {
  const save = (typed: unknown, before: unknown = {}) =>
    ask<{ kept: Record<string, string>; faults: string[] }>(
      php,
      `do_action( 'admin_init' );
      $GLOBALS['options']['chairtime_settings'] = $given['before'];
      update_option( 'chairtime_settings', $given['typed'] );
      return array( 'kept' => $GLOBALS['options']['chairtime_settings'], 'faults' => $GLOBALS['asked']['faults'] );`,
      { typed, before },
    )
  const empty = { host: '', practice: '', mode: '', theme: '', color: '', lang: '' }

  it('keep what is right, and of a host its origin', async () => {
    const typed = {
      host: ' https://Book.Example.com/elm?x=1 ',
      practice: 'elm',
      mode: 'float',
      theme: 'dark',
      lang: 'zh-Hans',
    }
    expect(await save({ ...typed, color: 'hsl(180 60% 30%)' })).toEqual({
      kept: { ...typed, host: 'https://book.example.com', color: 'hsl(180 60% 30%)' },
      faults: [],
    })
  })

  it.each(['rebeccapurple', '#0b6', '#0b6e6eff', 'rgb(11, 110, 110)', 'rgba(11 110 110 / 50%)', 'oklch(0.5 0.1 190)'])(
    'take the colour %s',
    async (color) => {
      expect((await save({ color })).kept.color).toBe(color)
    },
  )

  it.each(['http://127.0.0.1:8080', 'http://localhost:8080'])('take %s, on one’s own machine', async (host) => {
    expect((await save({ host })).kept.host).toBe(host)
  })

  it.each([
    'http://book.example.com',
    '//book.example.com',
    'book.example.com',
    'javascript:alert(1)',
    'ftp://book.example.com',
    'https://user:password@book.example.com',
    'https://user@book.example.com',
    'https://',
    ...hostile,
  ])('leave the host as it was for %j, and say so', async (host) => {
    expect(await save({ ...settings, host }, settings)).toEqual({
      kept: { ...empty, ...settings },
      faults: ['Address of the chairtime server: this can’t be used, so it stays as it was.'],
    })
  })

  it.each(hostile)('keep nothing of %j in any field', async (text) => {
    const typed = Object.fromEntries(Object.keys(empty).map((name) => [name, text]))
    const { kept, faults } = await save(typed)
    expect([kept, faults.length]).toEqual([empty, 6])
  })

  it('keep nothing that isn’t text, and no further field', async () => {
    expect(await save({ host: ['https://book.example.com'], practice: 7, further: 'x' })).toEqual({
      kept: empty,
      faults: [],
    })
    expect((await save('rubbish')).kept).toEqual(empty)
  })

  it('have a page for who may manage options, with its nonce and what is kept', async () => {
    const page = `do_action( 'admin_init' ); do_action( 'admin_menu' );
      $GLOBALS['options']['chairtime_settings'] = $given['settings'];
      $GLOBALS['can'] = $given['can'];
      $page = $GLOBALS['asked']['pages'][0];
      ob_start(); $page['show']();
      return array( 'html' => ob_get_clean(), 'page' => $page, 'group' => $GLOBALS['registered']['chairtime_settings']['group'] );`
    type Page = { html: string; page: Record<string, string>; group: string }
    const given = { settings: { ...settings, theme: 'dark' }, can: ['manage_options'] }
    const { html, page: asked, group } = await ask<Page>(php, page, given)
    expect([asked.capability, asked.slug, group]).toEqual(['manage_options', 'chairtime', 'chairtime'])
    const { document } = new JSDOM(html).window
    const form = document.querySelector('form')!
    expect([form.action, form.method]).toEqual(['options.php', 'post'])
    expect(form.querySelector<HTMLInputElement>('[name=_wpnonce]')?.value).toBe('nonce')
    const named = [...form.querySelectorAll<HTMLInputElement>('[name^=chairtime_settings]')]
    expect(named.map(({ name, value }) => [name.slice('chairtime_settings['.length, -1), value])).toEqual([
      ['host', 'https://book.example.com'],
      ['practice', 'elm'],
      ['mode', ''],
      ['theme', 'dark'],
      ['color', ''],
      ['lang', ''],
    ])
    for (const { id } of named) expect(document.querySelector(`label[for="${id}"]`)?.textContent).not.toBe('')
    expect((await ask<Page>(php, page, { ...given, can: ['edit_posts'] })).html).toBe('')
  })

  it('are reached from the list of plugins', async () => {
    const [link] = await ask<string[]>(
      php,
      "return apply_filters( 'plugin_action_links_chairtime/chairtime.php', array( 'Deactivate' ) );",
    )
    expect(link).toContain('href="https://site.example.com/wp-admin/options-general.php?page=chairtime"')
  })

  it('are gone when the plugin is deleted', async () => {
    const deleted = await ask(
      php,
      `define( 'WP_UNINSTALL_PLUGIN', 'chairtime/chairtime.php' ); require '${plugins}/chairtime/uninstall.php';
      return $GLOBALS['asked']['deleted'];`,
    )
    expect(deleted).toEqual(['chairtime_settings'])
  })
})
