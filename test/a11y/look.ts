import type { Page } from 'playwright-core'

/** What is wrong with how the widget is laid out just now. */
export interface Layout {
  readonly sideways: readonly string[]
  readonly cut: readonly string[]
  readonly overlapping: readonly string[]
}

/** What can be tapped, and how large it is. */
export interface Target {
  readonly name: string
  readonly isDay: boolean
  /** In a line of text, whose height it must keep: WCAG 2.2, 2.5.8 leaves that be. */
  readonly isInline: boolean
  readonly width: number
  readonly height: number
}

export function faultsOf({ sideways, cut, overlapping }: Layout): string[] {
  return [...sideways, ...cut, ...overlapping]
}

/**
 * All that is ours on the page: the widget and what it opens, and the whole body where the page is ours too. Of the portal
 * only what lies on top while that covers the rest.
 */
const ownRoots = (page: Page) =>
  page.evaluateHandle(() => {
    const above = document.querySelector('dialog:modal, [popover]:popover-open')
    if (above) return [above]
    const under = (root: ParentNode): ParentNode[] =>
      [...root.querySelectorAll('*')].flatMap(({ shadowRoot }) =>
        shadowRoot ? [shadowRoot, ...under(shadowRoot)] : [],
      )
    const isHost = document.body.hasAttribute('data-host')
    return [...(isHost ? [] : [document.body]), ...under(document)]
  })

/** Looks whether everything fits its place: nothing scrolls sideways, no text is cut, stands out or lies on another. */
export async function lookAtLayout(page: Page): Promise<Layout> {
  return page.evaluate(
    (roots) => {
      const sideways: string[] = []
      const cut: string[] = []
      const overlapping: string[] = []
      const nameOf = (element: Element) => {
        const text = element === document.documentElement ? '' : element.textContent?.trim().slice(0, 40)
        return `<${element.localName} class="${element.className}"> “${text}”`
      }
      for (const element of [document.documentElement, ...roots.flatMap((root) => [...root.children])]) {
        if (getComputedStyle(element).display !== 'inline' && element.scrollWidth > element.clientWidth) {
          const out = [...element.querySelectorAll('*')].filter(
            (each) =>
              each.getBoundingClientRect().right > element.getBoundingClientRect().left + element.clientWidth + 1,
          )
          const last = out.at(-1)
          const by = last ? `, so far as ${nameOf(last)} in <${last.parentElement?.className}>` : ''
          sideways.push(`${nameOf(element)} is ${element.scrollWidth} wide in ${element.clientWidth}${by}`)
        }
      }
      const isBox = (element: Element) => {
        const { borderTopWidth, borderTopStyle, backgroundColor } = getComputedStyle(element)
        return (borderTopStyle !== 'none' && borderTopWidth !== '0px') || !/, 0\)|transparent/.test(backgroundColor)
      }
      const ancestorsOf = (element: Element) => {
        const all: Element[] = []
        for (let at: Element | null = element; at; at = at.parentElement) all.push(at)
        return all
      }
      /** What stays in its place lies over what is scrolled under it, and nothing is lost. */
      const layerOf = (ancestors: readonly Element[]) =>
        ancestors.find((each) => /fixed|sticky/.test(getComputedStyle(each).position))
      /** The part of it that is seen: not what a box cuts that can be scrolled. */
      const seenOf = (rects: readonly DOMRect[], scrollers: readonly Element[]) => {
        const frames = scrollers.map((each) => each.getBoundingClientRect())
        return rects.map((rect) => {
          const left = Math.max(rect.left, ...frames.map((frame) => frame.left))
          const top = Math.max(rect.top, ...frames.map((frame) => frame.top))
          const right = Math.min(rect.right, ...frames.map((frame) => frame.right))
          const bottom = Math.min(rect.bottom, ...frames.map((frame) => frame.bottom))
          return new DOMRect(left, top, Math.max(0, right - left), Math.max(0, bottom - top))
        })
      }
      const texts: {
        readonly element: Element
        readonly rects: readonly DOMRect[]
        readonly layer: Element | undefined
      }[] = []
      const lookAt = (node: Node) => {
        const element = node.parentElement
        if (!element || !node.textContent?.trim() || element.matches('option,style,script,noscript')) return
        // A skip link waits far outside for the focus.
        if (!element.checkVisibility({ contentVisibilityAuto: true }) || element.matches('.skip:not(:focus)')) return
        let block: Element = element
        while (/inline$|contents/.test(getComputedStyle(block).display) && block.parentElement)
          block = block.parentElement
        // What only screen readers are told.
        const ancestors = ancestorsOf(block)
        if (ancestors.some((each) => each.clientWidth === 1 || each.clientHeight === 1) || block.clientWidth === 0)
          return
        const range = document.createRange()
        range.selectNodeContents(node)
        const rects = [...range.getClientRects()]
        const scrollers = ancestors.filter((each) =>
          /auto|scroll/.test(getComputedStyle(each).overflowX + getComputedStyle(each).overflowY),
        )
        // Whatever is out of it is reached by scrolling, as in a wide table.
        const isReached = scrollers.some((each) => each.scrollWidth > each.clientWidth)
        const frame = block.getBoundingClientRect()
        const isCut = getComputedStyle(block).overflowX !== 'visible' && block.scrollWidth > block.clientWidth + 1
        if (
          !isReached &&
          (isCut || rects.some(({ left, right }) => left < frame.left - 1 || right > frame.right + 1))
        ) {
          cut.push(`${nameOf(element)} needs ${block.scrollWidth} in ${block.clientWidth}`)
        }
        let box: Element | null = element
        while (box && !isBox(box)) box = box.parentElement
        const place = (box ?? element.closest('.ct') ?? document.body).getBoundingClientRect()
        for (const { left, right } of rects) {
          if (isReached) continue
          if (left < place.left - 1 || right > place.right + 1 || left < 0 || right > innerWidth) {
            const [from, to, least, most] = [left, right, place.left, place.right].map(Math.round)
            cut.push(`${nameOf(element)} stands out of its box: ${from}…${to} of ${least}…${most}`)
          }
        }
        texts.push({ element, rects: seenOf(rects, scrollers), layer: layerOf(ancestors) })
      }
      for (const root of roots) {
        const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)
        while (walker.nextNode()) lookAt(walker.currentNode)
        for (const input of root.querySelectorAll('#day,#month,#year')) {
          if (input.scrollWidth > input.clientWidth) cut.push(`what is typed in #${input.id} does not fit`)
        }
      }
      const isOn = (a: DOMRect, b: DOMRect) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 &&
        Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5
      texts.forEach(({ element, rects, layer }, at) => {
        for (const other of texts.slice(at + 1)) {
          if (element.getRootNode() !== other.element.getRootNode() || layer !== other.layer) continue
          if (rects.some((a) => other.rects.some((b) => isOn(a, b)))) {
            overlapping.push(`${nameOf(element)} lies on ${nameOf(other.element)}`)
          }
        }
      })
      return { sideways, cut, overlapping }
    },
    await ownRoots(page),
  )
}

/** Everything on the widget that a finger may aim at. A box for a radio is its whole label. */
export async function lookAtTargets(page: Page): Promise<Target[]> {
  const aims = 'a[href],button,select,textarea,summary,label:has(input),input:not(label input)'
  return page.evaluate(
    ({ roots, aims }) =>
      roots
        .flatMap((root) => [...root.querySelectorAll(aims)])
        .filter((element) => element.checkVisibility())
        .map((element) => {
          const { width, height } = element.getBoundingClientRect()
          const text = element.getAttribute('aria-label') ?? element.textContent?.trim() ?? ''
          return {
            name: `<${element.localName}> “${text.slice(0, 40) || element.id}”`,
            isDay: element.matches('.d'),
            isInline: getComputedStyle(element).display === 'inline',
            width,
            height,
          }
        }),
    { roots: await ownRoots(page), aims },
  )
}

/** Looks whether everything that is said to name or describe something is there: whoever can't see it is told nothing. */
export async function lookAtReferences(page: Page): Promise<string[]> {
  const names = ['aria-describedby', 'aria-labelledby', 'aria-controls', 'aria-details', 'aria-errormessage', 'for']
  return page.evaluate(
    ({ roots, names }) =>
      roots.flatMap((root) =>
        names.flatMap((name) =>
          [...root.querySelectorAll(`[${name}]`)].flatMap((element) => {
            const home = element.getRootNode() as Document | ShadowRoot
            const ids = element.getAttribute(name)!.split(/\s+/)
            return ids
              .filter((id) => !home.getElementById(id))
              .map((id) => `${name} of <${element.localName} id="${element.id}"> names “${id}”, which isn't there`)
          }),
        ),
      ),
    { roots: await ownRoots(page), names },
  )
}

/** Makes text as wide and as far apart as WCAG 2.2, 1.4.12 lets readers have it; gives back what it was. */
export async function spaceText(page: Page): Promise<() => Promise<void>> {
  const roots = await ownRoots(page)
  const sheets = await page.evaluateHandle(
    (all) =>
      all.map((root) => {
        const place = root instanceof ShadowRoot ? root : document
        const before = [...place.adoptedStyleSheets]
        const sheet = new CSSStyleSheet()
        sheet.replaceSync(
          '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-bottom:2em!important}',
        )
        place.adoptedStyleSheets = [...before, sheet]
        return { place, before }
      }),
    roots,
  )
  return () =>
    sheets.evaluate((all) => {
      for (const { place, before } of all) place.adoptedStyleSheets = before
    })
}
