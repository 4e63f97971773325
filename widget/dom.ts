import { say } from './text/fill.ts'

/** What stands between two tags; null, undefined, booleans and empty text draw nothing. */
export type Child = VNode | string | number | boolean | null | undefined | readonly Child[]

/** Attributes as HTML spells them (undefined: absent), `value` and `checked` as properties, and handlers. */
export type Props<Target> = {
  readonly [attribute: string]: string | number | boolean | null | undefined | ((event: Fired<Target>) => unknown)
}

type Fired<Target> = Event & { readonly currentTarget: Target; readonly key?: string }

type VNode = { readonly tag: string; readonly props: Props<never>; readonly children: readonly Child[] }

/** A node on the page, and what it was drawn from. */
type Drawn = { readonly node: Node; readonly from: VNode }

const drawnIn = new WeakMap<Node, ReadonlyMap<string, Drawn>>()

/**
 * One element, to be drawn by `render`.
 *
 * @param props - `key` tells apart children of a list that changes.
 * @example
 * h('button', { type: 'button', onclick: () => booking.back() }, 'Back')
 */
export const h = <Tag extends keyof HTMLElementTagNameMap | 'svg' | 'path'>(
  tag: Tag,
  props: Props<Tag extends keyof HTMLElementTagNameMap ? HTMLElementTagNameMap[Tag] : SVGElement>,
  ...children: readonly Child[]
): VNode => ({ tag, props: props as Props<never>, children })

/** Children by where they stand or by key, so that one that comes or goes changes none of the others. */
const placed = (children: readonly Child[], path = '', found = new Map<string, VNode>()) => {
  children.forEach((child, index) => {
    if (child === '' || child == null || typeof child === 'boolean') return
    if (typeof child !== 'object') found.set(path + index, { tag: '', props: { data: child }, children: [] })
    else if ('tag' in child) found.set(path + (child.props.key ?? index), child)
    else placed(child, `${path + index}.`, found)
  })
  return found
}

const create = (tag: string): Node =>
  tag
    ? document.createElementNS(`http://www.w3.org/${/svg|path/.test(tag) ? '2000/svg' : '1999/xhtml'}`, tag)
    : document.createTextNode('')

const setProps = (node: Node, before: Props<never>, props: Props<never>) => {
  const fields = node as unknown as { [name: string]: unknown }
  for (const name of Object.keys({ ...before, ...props })) {
    const given = props[name] ?? null
    const value = given !== null && /^(data|aria-label)$/.test(name) ? say(`${given}`) : given
    if (/^(on.+|value|checked|data)$/.test(name)) {
      // What stands in the box counts, not what was drawn last: the patient may have typed since.
      if (fields[name] !== value) fields[name] = value
    } else if (value === null) (node as Element).removeAttribute(name)
    else if (value !== before[name]) (node as Element).setAttribute(name, `${value}`)
  }
}

/**
 * Makes a node's children what they are to be and leaves alone what is so already: focus, selection and what screen
 * readers watch stay where they are.
 */
export const render = (parent: Node, children: readonly Child[]) => {
  const wanted = placed(children)
  const kept = new Map(drawnIn.get(parent))
  for (const [key, { node, from }] of kept) {
    if (wanted.get(key)?.tag === from.tag) continue
    parent.removeChild(node)
    kept.delete(key)
  }
  const drawn = new Map<string, Drawn>()
  let spot = parent.firstChild
  for (const [key, from] of wanted) {
    const old = kept.get(key)
    const node = old?.node ?? create(from.tag)
    drawn.set(key, { node, from })
    render(node, from.children)
    setProps(node, old?.from.props ?? {}, from.props)
    if (node === spot) spot = node.nextSibling
    else parent.insertBefore(node, spot)
  }
  drawnIn.set(parent, drawn)
}
