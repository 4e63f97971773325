import { readFileSync } from 'node:fs'
import vm from 'node:vm'
import type { PHP } from '@php-wasm/universal'
import { unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { pluginFiles, zipped } from '../../wordpress/zip.ts'
import { plugins, startPhp } from './php.ts'

const files = pluginFiles()
const text = (name: string) => new TextDecoder().decode(files[`chairtime/${name}`])
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

describe('the zip of the plugin', () => {
  it('holds the folder that WordPress expects, and nothing besides', () => {
    expect(Object.keys(unzipSync(zipped(files)))).toEqual([
      'chairtime/LICENSE',
      'chairtime/block/block.json',
      'chairtime/block/editor.asset.php',
      'chairtime/block/editor.js',
      'chairtime/chairtime.php',
      'chairtime/includes/fields.php',
      'chairtime/includes/place.php',
      'chairtime/includes/settings.php',
      'chairtime/readme.txt',
      'chairtime/uninstall.php',
    ])
  })

  it('has the same bytes, in whatever order and zone it is made', () => {
    const zone = process.env.TZ
    const others = ['UTC', 'Asia/Kolkata', 'America/New_York'].map((TZ) => {
      process.env.TZ = TZ
      return Buffer.from(zipped(files)).toString('base64')
    })
    if (zone === undefined) delete process.env.TZ
    else process.env.TZ = zone
    expect(new Set(others).size).toBe(1)
  })

  it('unpacks to what is in the folder', () => {
    for (const [name, bytes] of Object.entries(unzipSync(zipped(files)))) {
      expect([name, Buffer.compare(bytes, files[name]!)]).toEqual([name, 0])
    }
  })
})

describe('what WordPress reads of the plugin', () => {
  let php: PHP
  beforeAll(async () => {
    php = await startPhp()
  })

  /** `Name: value` lines of a header. */
  const header = (name: string, label: string) => new RegExp(`^[ *]*${label}: *(.*)$`, 'm').exec(text(name))?.[1]

  it('has one version everywhere, that of the package', () => {
    const said = [
      header('chairtime.php', 'Version'),
      header('readme.txt', 'Stable tag'),
      JSON.parse(text('block/block.json')).version,
      /'version' *=> '(.*)'/.exec(text('block/editor.asset.php'))?.[1],
    ]
    expect(said).toEqual([version, version, version, version])
  })

  it('needs the same of WordPress and PHP in both headers', () => {
    for (const label of ['Requires at least', 'Requires PHP', 'License', 'License URI']) {
      expect([label, header('chairtime.php', label)]).toEqual([label, header('readme.txt', label)])
    }
    expect(header('chairtime.php', 'Text Domain')).toBe('chairtime')
  })

  it('has a short description that the directory shows whole', () => {
    const [, short = ''] = /\n\n([^\n]+)\n\n== Description ==/.exec(text('readme.txt')) ?? []
    expect(short.length).toBeGreaterThan(20)
    expect(short.length).toBeLessThanOrEqual(150)
    expect(text('readme.txt').match(/^== .* ==$/gm)).toEqual([
      '== Description ==',
      '== External services ==',
      '== Installation ==',
      '== Frequently Asked Questions ==',
      '== Changelog ==',
    ])
  })

  it('documents every attribute that it takes, in readme.txt and in block.json', async () => {
    const { text: names } = await php.run({
      code: `<?php require '${plugins}/stand-ins.php'; require '${plugins}/chairtime/chairtime.php';
        echo json_encode( CHAIRTIME_PLACE_FIELDS );`,
    })
    const taken = JSON.parse(names) as string[]
    const listed = [...text('readme.txt').matchAll(/^\* (`.*?):/gm)].flatMap(([, line]) => line!.match(/\w+/g)!)
    expect(listed.sort()).toEqual([...taken].sort())
    const { attributes } = JSON.parse(text('block/block.json'))
    expect(Object.keys(attributes).sort()).toEqual([...taken].sort())
    expect(Object.values(attributes)).toEqual(taken.map(() => ({ type: 'string', default: '' })))
  })

  it('has a block.json that names what is there', async () => {
    const block = JSON.parse(text('block/block.json'))
    expect(block).toMatchObject({ apiVersion: 3, name: 'chairtime/booking', textdomain: 'chairtime' })
    expect(block.name).toMatch(/^[a-z][a-z0-9-]*\/[a-z][a-z0-9-]*$/)
    const script = block.editorScript.replace('file:./', 'block/')
    expect(Object.keys(files)).toContain(`chairtime/${script}`)
  })

  it('translates every text under its own name', () => {
    const calls = Object.keys(files).flatMap((name) => [
      ...new TextDecoder().decode(files[name]).matchAll(/\b(__|esc_html__|esc_attr__)\(([^;\n]*?)\)/g),
    ])
    expect(calls.length).toBeGreaterThan(30)
    expect(calls.map(([call]) => call).filter((call) => !/'chairtime' ?\)$/.test(call))).toEqual([])
  })

  it('is PHP that can be read', async () => {
    for (const name of Object.keys(files).filter((name) => name.endsWith('.php'))) {
      const { text: answer } = await php.run({
        code: `<?php try { token_get_all( file_get_contents( '${plugins}/${name}' ), TOKEN_PARSE ); echo 'fine'; }
          catch ( ParseError $fault ) { echo $fault->getMessage(); }`,
      })
      expect([name, answer]).toEqual([name, 'fine'])
    }
  })
})

describe('the block in the editor', () => {
  type Element = { type: unknown; props: { onChange?: (value: string) => void }; children: Element[] }
  type Edit = (props: { attributes: object; setAttributes: (some: object) => void }) => Element
  const asset = text('block/editor.asset.php')

  /** Runs the editor's script with stand-ins for what WordPress has on `window.wp`. */
  function register(): { name: string; edit: Edit; save: () => unknown } {
    let registered: { name: string; edit: Edit; save: () => unknown } | undefined
    const component = (name: string) => Object.assign(() => null, { displayName: name })
    const wp = {
      blocks: { registerBlockType: (name: string, how: object) => (registered = { name, ...how } as never) },
      blockEditor: { InspectorControls: component('InspectorControls'), useBlockProps: () => ({ id: 'block' }) },
      components: Object.fromEntries(
        ['PanelBody', 'Placeholder', 'SelectControl', 'TextControl'].map((name) => [name, component(name)]),
      ),
      element: {
        createElement: (type: unknown, props: object | null, ...children: unknown[]) => ({
          type,
          props: props ?? {},
          children: children.flat(),
        }),
        Fragment: 'fragment',
      },
      i18n: { __: (words: string) => words },
    }
    vm.runInNewContext(text('block/editor.js'), { window: { wp } })
    return registered!
  }

  const all = (element: Element): Element[] => [element, ...element.children.filter(Boolean).flatMap(all)]

  it('asks for every attribute, and keeps what is typed', () => {
    const { name, edit, save } = register()
    expect([name, save()]).toEqual(['chairtime/booking', null])
    const { attributes } = JSON.parse(text('block/block.json'))
    const kept: object[] = []
    const values = Object.fromEntries(Object.keys(attributes).map((each) => [each, '']))
    const shown = all(edit({ attributes: values, setAttributes: (some) => kept.push(some) }))
    for (const { props } of shown) props.onChange?.('x')
    expect(kept).toEqual(Object.keys(attributes).map((each) => ({ [each]: 'x' })))
  })

  it('names all that it needs of WordPress', () => {
    const used = /\(\{ (.*) \}\) => \{/.exec(text('block/editor.js'))![1]!.split(', ')
    const handles = used.map((each) => `wp-${each.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`)
    expect([...asset.matchAll(/'(wp-[a-z0-9-]+)'/g)].map(([, handle]) => handle)).toEqual(handles.sort())
  })
})
