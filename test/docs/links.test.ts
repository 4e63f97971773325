import { describe, expect, it } from 'vitest'
import { anchorsOf, bytesOf, exists, linksOf, pages, pictures, read, resolved } from './page.ts'

describe.each(pages)('$path', ({ path, text }) => {
  it('leads to what is there', () => {
    const dead = linksOf(text).flatMap(({ target }) => {
      const to = resolved(path, target)
      if (to === null) return /^(https:\/\/|mailto:|tel:)/.test(target) ? [] : [`${target}: not https`]
      if (!exists(to.path)) return [`${target}: no such file`]
      if (to.anchor === null || !to.path.endsWith('.md')) return []
      return anchorsOf(read(to.path)).includes(to.anchor) ? [] : [`${target}: no such heading`]
    })
    expect(dead).toEqual([])
  })

  it('says in words what its pictures show', () => {
    const silent = linksOf(text).filter(({ isPicture, words }) => isPicture && words.length < 20)
    expect(silent).toEqual([])
  })

  it('has one title, and leaves out no level of headings', () => {
    const levels = [...text.replace(/^```[\s\S]*?^```$/gm, '').matchAll(/^(#+) /gm)].map(([, marks]) => marks!.length)
    expect(levels.filter((level) => level === 1)).toEqual([1])
    expect(levels[0]).toBe(1)
    expect(levels.filter((level, index) => index > 0 && level > levels[index - 1]! + 1)).toEqual([])
  })

  it('keeps nothing for later', () => {
    expect(text.match(/<!--|TODO|FIXME|TBD|lorem ipsum/gi)).toBeNull()
  })
})

describe('every page', () => {
  it('is reached from README.md', () => {
    const reached = new Set<string>()
    const follow = (path: string) => {
      if (reached.has(path) || !path.endsWith('.md') || !exists(path)) return
      reached.add(path)
      for (const { target } of linksOf(read(path))) {
        const to = resolved(path, target)
        if (to) follow(to.path)
      }
    }
    follow('README.md')
    expect(pages.map(({ path }) => path).filter((path) => !reached.has(path))).toEqual([])
  })

  it('of the documentation stands in its list', () => {
    const listed = linksOf(read('docs/README.md')).map(({ target }) => resolved('docs/README.md', target)?.path)
    const own = pages
      .map(({ path }) => path)
      .filter((path) => /^docs\/[^/]+\.md$/.test(path) && path !== 'docs/README.md')
    expect(own.filter((path) => !listed.includes(path))).toEqual([])
    const decisions = linksOf(read('docs/decisions/README.md')).map(({ target }) => `docs/decisions/${target}`)
    const made = pages.map(({ path }) => path).filter((path) => /^docs\/decisions\/\d{4}-/.test(path))
    expect(made.filter((path) => !decisions.includes(path))).toEqual([])
  })
})

describe('pictures', () => {
  it.each(pictures)('%s is shown, and small', (path) => {
    const shown = pages.flatMap((each) => linksOf(each.text).map(({ target }) => resolved(each.path, target)?.path))
    expect(shown).toContain(path)
    expect(bytesOf(path)).toBeLessThan(150_000)
  })

  it('are as many as one can look after', () => {
    expect(pictures.length).toBeLessThanOrEqual(12)
  })

  it('drawn by hand can be read light and dark, and aloud', () => {
    const drawn = pictures.filter((path) => path.endsWith('.svg'))
    expect(drawn).toEqual(['docs/architecture.svg'])
    for (const path of drawn) {
      const text = read(path)
      expect(text).toContain('prefers-color-scheme: dark')
      expect(text).toMatch(/role="img" aria-labelledby="title desc"[\s\S]*<title id="title">[\s\S]*<desc id="desc">/)
      expect(text).not.toMatch(/<script|href=|url\((?!#)/)
    }
  })
})
