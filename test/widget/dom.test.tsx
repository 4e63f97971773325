import { afterEach, describe, expect, it, vi } from 'vitest'
import { h, render } from '../../widget/dom.ts'

const place = () => document.body.appendChild(document.createElement('div'))
const texts = (parent: Element) => [...parent.children].map(({ textContent }) => textContent)

afterEach(() => document.body.replaceChildren())

describe('render', () => {
  it('draws elements, text and numbers, and nothing for null, undefined, booleans and empty text', () => {
    const root = place()
    render(root, [h('p', { class: 'm', 'aria-hidden': true }, 'one ', 2, null, undefined, true, false, ''), 0])
    expect(root.innerHTML).toBe('<p class="m" aria-hidden="true">one 2</p>0')
  })

  it('draws pictures in their own namespace', () => {
    const root = place()
    render(root, [h('svg', { viewBox: '0 0 24 24' }, h('path', { d: 'M0 0' }))])
    expect(root.querySelector('path')?.namespaceURI).toBe('http://www.w3.org/2000/svg')
    expect(root.querySelector('svg')?.getAttribute('viewBox')).toBe('0 0 24 24')
  })

  it('keeps the elements that stay when one before them comes and goes', () => {
    const root = place()
    const draw = (isShown: boolean) => render(root, [isShown && h('p', {}, 'new'), h('input', { id: 'kept' })])
    draw(false)
    const input = root.querySelector('input')!
    input.focus()
    draw(true)
    expect([...root.children].map(({ localName }) => localName)).toEqual(['p', 'input'])
    expect([root.querySelector('input'), document.activeElement]).toEqual([input, input])
    draw(false)
    expect([root.querySelector('input'), document.activeElement]).toEqual([input, input])
  })

  it('keeps what follows a list when the list grows and shrinks', () => {
    const root = place()
    const draw = (...names: string[]) => render(root, [names.map((name) => h('li', {}, name)), h('p', {}, 'after')])
    draw('a')
    const after = root.querySelector('p')
    draw('a', 'b', 'c')
    expect(texts(root)).toEqual(['a', 'b', 'c', 'after'])
    draw()
    expect(texts(root)).toEqual(['after'])
    expect(root.querySelector('p')).toBe(after)
  })

  it('moves children with keys instead of drawing them again', () => {
    const root = place()
    const draw = (keys: string) => render(root, [[...keys].map((key) => h('p', { key }, key))])
    draw('abc')
    const before = new Map([...root.children].map((child) => [child.textContent, child]))
    for (const keys of ['cab', 'bc', 'abcd', 'dcba']) {
      draw(keys)
      expect(texts(root).join('')).toBe(keys)
      for (const key of 'bc')
        expect([...root.children].find(({ textContent }) => textContent === key)).toBe(before.get(key))
    }
  })

  it('draws a new element when the tag changes', () => {
    const root = place()
    render(root, [h('p', {}, 'a')])
    render(root, [h('b', {}, 'a')])
    render(root, ['a'])
    expect(root.innerHTML).toBe('a')
  })

  it('changes and removes attributes, and writes false out', () => {
    const root = place()
    render(root, [h('p', { class: 'a', id: 'x', 'aria-pressed': true })])
    render(root, [h('p', { class: 'b', id: null, 'aria-pressed': false })])
    expect(root.innerHTML).toBe('<p class="b" aria-pressed="false"></p>')
  })

  it('calls the newest handler once, and none after it is gone', () => {
    const root = place()
    const [first, second] = [vi.fn(), vi.fn()]
    render(root, [h('button', { onclick: first })])
    render(root, [h('button', { onclick: second })])
    root.querySelector('button')?.click()
    render(root, [h('button', {})])
    root.querySelector('button')?.click()
    expect([first.mock.calls.length, second.mock.calls.length]).toEqual([0, 1])
  })

  it('sets a value against what stands in the box, and leaves the cursor alone when it is so already', () => {
    const root = place()
    render(root, [h('input', { value: 'abc' })])
    const input = root.querySelector('input')!
    input.value = 'abcd'
    input.setSelectionRange(2, 2)
    render(root, [h('input', { value: 'abcd' })])
    expect(input.selectionStart).toBe(2)
    render(root, [h('input', { value: '' })])
    expect(input.value).toBe('')
    input.value = 'typed'
    render(root, [h('input', { value: '' })])
    expect(input.value).toBe('')
  })

  it('chooses the option of a select after its options are there', () => {
    const root = place()
    render(root, [h('select', { value: 'b' }, h('option', { value: 'a' }), h('option', { value: 'b' }))])
    expect(root.querySelector('select')?.value).toBe('b')
  })

  it('takes everything away', () => {
    const root = place()
    render(root, [h('p', {}, h('b', {}, 'a')), 'b'])
    render(root, [null])
    expect(root.childNodes).toHaveLength(0)
  })
})
